"""`python -m schema` writes the SDL; `--check` fails where the committed one is not current."""

import sys
from importlib import import_module
from pathlib import Path

SDL = Path(__file__).parent / "schema.graphql"


def main() -> None:
    # The schema object is put together above this folder, in resolvers.
    printed = import_module("resolvers").schema.as_str() + "\n"
    if "--check" not in sys.argv:
        SDL.write_text(printed, encoding="utf-8")
    elif not SDL.exists() or SDL.read_text(encoding="utf-8") != printed:
        sys.exit("schema/schema.graphql is not current; run scripts/schema")


if __name__ == "__main__":
    main()
