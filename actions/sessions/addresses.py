"""The one form of a mail address."""

from email_validator import EmailNotValidError, validate_email

from errors import Invalid

LONGEST_ADDRESS = 254
"""Of an address in SMTP: RFC 5321, 4.5.3.1.3, without its brackets."""


def address_of(email: str) -> str:
    """The one form of an address: lower case, its domain in ASCII, as every mail server takes it.

    Invalid for what is none, and for a part before the @ that is not ASCII.
    """
    # The library takes half a second to refuse a long one.
    if len(email) > LONGEST_ADDRESS:
        raise Invalid("email", f"Write an address of at most {LONGEST_ADDRESS} characters")
    try:
        checked = validate_email(email, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Invalid("email", f"Write an address such as ada@example.org. {error}") from None
    return str(checked.ascii_email).lower()
