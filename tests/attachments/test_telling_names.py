"""What a file is called, on its way out."""

from tests.attachments.sending import TEXT, get, given_file


async def test_a_name_is_told_so_that_no_header_breaks(edge):
    _, bo, file = await given_file(edge, TEXT, 'Grüße; "a"\'.txt')

    shown = await get(edge, bo, file["url"])

    told = "attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe%3B%20%22a%22%27.txt"
    assert shown.headers["content-disposition"] == told
