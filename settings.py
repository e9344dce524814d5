"""Every environment variable, typed, with its default.

Names are upper case in the environment (`DATABASE_URL`), lower case here. A wrong value stops the
start with one line that names the variable and says what is expected.
"""

import re
from base64 import b64decode
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AnyHttpUrl, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent

KEY_BYTES = 32


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore", frozen=True)

    environment: Literal["development", "production"] = "development"
    """In production: no GraphiQL, no demonstration program, no hints in error texts."""

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    public_url: AnyHttpUrl | None = None
    """Where people reach this server; mailed links start with it. Unset: at `host` and `port`."""

    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins of browsers that may call from another address, separated by commas."""

    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """Addresses or networks of proxies whose `X-Forwarded-For` is believed, separated by commas."""

    data_folder: Path = ROOT / ".data"
    """Where the server keeps its own PostgreSQL and, unless told otherwise, mails and files."""

    database_url: str | None = None
    """postgres://user:password@host:port/name; unset: the server starts its own PostgreSQL."""
    database_owner_url: str | None = None
    """Who owns the tables, where DATABASE_URL names somebody who may not change them."""
    database_role: str = Field("mentorgraph_server", pattern="^[a-z_][a-z0-9_]{0,62}$")
    """What the server is to PostgreSQL once it is connected; it must own nothing."""
    database_pool: int = Field(20, ge=2, le=200)
    statement_timeout_ms: int = Field(5_000, ge=100)

    bus_url: str | None = None
    """redis://… or postgres://… carries hints between processes; unset: the database does."""
    sweep_seconds: float = Field(1.0, gt=0, le=60)
    """How long a lost hint can delay a live event."""
    heartbeat_seconds: float = Field(25.0, gt=0, le=300)

    meilisearch_url: str | None = None
    """Unset: PostgreSQL answers every search."""
    meilisearch_key: str | None = None

    translate_url: str | None = None
    """http(s)://… of a LibreTranslate server, which gets the messages that people want translated;
    unset: none are."""
    translate_key: str | None = Field(None, repr=False)
    """Its API key, if it asks for one."""

    smtp_url: str | None = None
    """smtp://user:password@host:port (smtps for TLS); unset: mails are files in `.data/mail`."""
    mail_from: str = "Mentorgraph <no-reply@localhost>"

    secret_key: str | None = Field(None, validate_default=True, repr=False)
    """32 random bytes in base64 (`openssl rand -base64 32`), which encrypt the seeds of second
    factors; after a comma, older ones that still decrypt. Unset: `secret_key` in the data folder,
    and in production nothing starts. Keep it apart from backups of the database."""

    access_token_minutes: int = Field(15, ge=1, le=24 * 60)
    refresh_token_days: int = Field(30, ge=1, le=365)
    """How long a session lasts at most."""
    session_idle_days: int = Field(14, ge=1, le=365)
    """After how long without use it ends before that; no access token lasts as long."""

    report_days: int = Field(365, ge=1, le=3_650)
    """How long what was reported is kept after it was settled."""

    invitations_per_day: int = Field(500, ge=1)
    """How many mails with invitations one organization can have sent on a day, in UTC."""

    files_url: str | None = None
    """s3://bucket/prefix for what people upload; unset: `files` in the data folder. AWS_… variables
    (AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, …) are read from the environment only."""
    max_file_bytes: int = Field(26_214_400, ge=1_024, le=1_073_741_824)
    upload_bytes_per_day: int = Field(262_144_000, ge=1_024)
    """Of one person, in the 24 hours from their first upload on."""

    max_head_bytes: int = Field(65_536, ge=1_024)
    max_body_bytes: int = Field(1_048_576, ge=1_024)
    max_frame_bytes: int = Field(65_536, ge=1_024)
    operation_timeout_seconds: float = Field(10.0, gt=0)
    max_cost: int = Field(20_000, ge=100)
    """The most fields one answer may hold, lists taken as long as their pages."""
    max_cost_anonymous: int = Field(2_000, ge=100)
    """The same for who is not signed in."""

    introspection: Literal["everyone", "signed-in", "none"] | None = None
    """Who may ask what the schema is; unset: everyone in development, else who is signed in."""
    publish_schema: bool = True
    """Serve the SDL at `/schema.graphql` to everyone."""

    documents_folder: Path | None = None
    """Manifests of trusted documents, and `*.graphql` files: asked for by `documentId`."""
    only_trusted_documents: bool = False
    """Run nothing else."""
    automatic_persisted_queries: bool = False
    """Remember documents by their SHA-256 for Apollo's clients, when these ask for it."""

    rate_limit: int = Field(200_000, ge=0)
    """Points of cost that one person can spend at once; 0: as many as they like."""
    rate_limit_per_second: int = Field(5_000, ge=1)
    """How many of them come back each second."""
    rate_limit_anonymous: int = Field(20_000, ge=0)
    """The same for one address, of all there who are not signed in; an IPv6 /64 is one."""
    rate_limit_anonymous_per_second: int = Field(200, ge=1)
    rate_limit_url: str | None = None
    """redis://… holds what is spent, for all processes; unset: `BUS_URL`, if it is a Redis."""

    drain_notice_seconds: float = Field(3.0, ge=0, le=5)
    """How long a server that was told to stop still accepts: balancers see that it is leaving."""
    drain_spread_seconds: float = Field(4.0, ge=0, le=10)
    """Over which time it then closes its sockets, so that they do not all come back at once."""
    drain_seconds: float = Field(20.0, ge=0, le=20)
    """How long it waits for them and for what runs."""

    keep_alive_seconds: int = Field(20, ge=1)
    """How long a connection may stay open between two requests; longer than clients keep theirs."""
    max_connections: int = Field(10_000, ge=1)
    """TCP connections of one process, whatever they carry; more are answered 503."""
    max_connections_per_address: int = Field(1_000, ge=1)
    max_live_per_viewer: int = Field(20, ge=1)
    """Sockets and streams that one person can have open in one process."""
    max_live_per_address: int = Field(500, ge=1)
    """The same for one address; a school or a company may share one."""

    demonstration: bool = True
    """Load the demonstration program into an empty database; never in production."""

    worker: bool = True
    """Run the jobs inside the server; false: run `python server.py worker` apart."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "text"] | None = None
    """Unset: JSON in production, text in development."""
    log_operations: Literal["all", "slow", "failed"] = "slow"
    """Which operations get a line; what failed by our fault always does."""
    slow_operation_seconds: float = Field(1.0, gt=0)

    metrics_token: str | None = Field(None, min_length=16)
    """Who sends it as a bearer token may read `/metrics`; unset: there is no such page."""
    otel_exporter_otlp_endpoint: str | None = None
    """http://… of an OpenTelemetry collector (OTLP over HTTP) that gets traces; unset: no traces.
    The other OTEL_… variables are OpenTelemetry's own, and read from the environment only."""

    @field_validator("allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("allowed_origins")
    @classmethod
    def are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not re.fullmatch(r"https?://[^/*?#@\s]+", origin):
                raise ValueError("must be origins such as https://app.example.org")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network)
        return value

    @field_validator(
        *("database_url", "database_owner_url", "bus_url", "meilisearch_url", "translate_url"),
        *("translate_key", "smtp_url", "secret_key", "documents_folder", "files_url"),
        *("introspection", "rate_limit_url", "log_format", "metrics_token"),
        "otel_exporter_otlp_endpoint",
        mode="before",
    )
    @classmethod
    def empty_is_unset(cls, value: object) -> object:
        return value or None

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def is_postgres(cls, value: str | None) -> str | None:
        return starts_with(value, "postgres://", "postgresql://", "asyncpg://")

    @field_validator("bus_url")
    @classmethod
    def is_bus(cls, value: str | None) -> str | None:
        return starts_with(value, "redis://", "rediss://", "postgres://", "postgresql://")

    @field_validator("only_trusted_documents")
    @classmethod
    def has_documents(cls, value: bool, info: ValidationInfo) -> bool:
        if value and not info.data.get("documents_folder"):
            raise ValueError("needs DOCUMENTS_FOLDER, without which there are none")
        return value

    @field_validator("secret_key")
    @classmethod
    def is_key(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("environment") == "production":
            raise ValueError("is needed in production: openssl rand -base64 32")
        if value is not None and any(len(key) != KEY_BYTES for key in decoded(value)):
            raise ValueError("must be 32 bytes in base64: openssl rand -base64 32")
        return value

    @field_validator("files_url")
    @classmethod
    def is_bucket(cls, value: str | None) -> str | None:
        return starts_with(value, "s3://")

    @field_validator("rate_limit_url")
    @classmethod
    def is_redis(cls, value: str | None) -> str | None:
        return starts_with(value, "redis://", "rediss://")

    @field_validator("smtp_url")
    @classmethod
    def is_smtp(cls, value: str | None) -> str | None:
        return starts_with(value, "smtp://", "smtps://")

    @field_validator("meilisearch_url", "translate_url", "otel_exporter_otlp_endpoint")
    @classmethod
    def is_http(cls, value: str | None) -> str | None:
        return starts_with(value, "http://", "https://")

    @property
    def address(self) -> str:
        """Where people reach this server, without a slash at its end."""
        return str(self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secret_keys(self) -> tuple[bytes, ...]:
        """The one that encrypts, and older ones; none where none is set."""
        return decoded(self.secret_key) if self.secret_key else ()

    @property
    def shows_graphiql(self) -> bool:
        return not self.is_production and not self.only_trusted_documents

    @property
    def rates_url(self) -> str | None:
        """The Redis in which processes share what is spent; None: each counts alone."""
        bus = self.bus_url or ""
        return self.rate_limit_url or (bus if bus.startswith("redis") else None)

    @property
    def logs_are_json(self) -> bool:
        return (self.log_format or ("json" if self.is_production else "text")) == "json"

    @property
    def is_production(self) -> bool:
        return self.environment == "production"


def decoded(keys: str) -> tuple[bytes, ...]:
    """What stands in base64 between commas; one of no length where that is none."""
    try:
        return tuple(b64decode(key.strip(), validate=True) for key in keys.split(","))
    except ValueError:
        return (b"",)


def starts_with(value: str | None, *schemes: str) -> str | None:
    if value is not None and not value.startswith(schemes):
        raise ValueError(f"must start with {' or '.join(schemes)}")
    return value


@cache
def get_settings() -> Settings:
    """The settings of this process; SystemExit with one line if a value is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "environment"
        raise SystemExit(f"mentorgraph: {name}: {first['msg']}; see settings.py") from None
