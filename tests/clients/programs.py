"""The programs of this folder, run by Node, and what they say."""

import asyncio
import subprocess
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
PATIENCE = 60
RESUME = ROOT / "clients" / "resume.ts"


class Program:
    """A program that runs: it says lines of JSON, and asks for access tokens meanwhile."""

    def __init__(self, process: Process, token: Callable[[], Awaitable[str | None]]) -> None:
        self.process = process
        self.token = token

    async def hear(self, what: str) -> Any:
        """The next thing it says, which must be this; what went wrong in it, if it says none."""
        async with asyncio.timeout(PATIENCE):
            said = await self.line()
            while said.get("wanted") == "token":
                await self.answer(await self.token())
                said = await self.line()
        assert said.keys() == {what}
        return said[what]

    async def line(self) -> dict[str, Any]:
        assert self.process.stdout
        assert self.process.stderr
        if line := await self.process.stdout.readline():
            said: dict[str, Any] = orjson.loads(line)
            return said
        raise EOFError((await self.process.stderr.read()).decode())

    async def answer(self, value: str | None) -> None:
        assert self.process.stdin
        self.process.stdin.write(orjson.dumps(value) + b"\n")
        await self.process.stdin.drain()

    async def end(self) -> None:
        """It ends by itself, with nothing left to say and nothing to complain of."""
        async with asyncio.timeout(PATIENCE):
            said, complaints = await self.process.communicate()
        assert (said, complaints, self.process.returncode) == (b"", b"", 0)


@asynccontextmanager
async def running(
    node: str, name: str, token: Callable[[], Awaitable[str | None]], **task: Any
) -> AsyncIterator[Program]:
    """`<name>.mjs` of this folder with its task; ended with the block if it still runs."""
    told = orjson.dumps(task).decode()
    process = await asyncio.create_subprocess_exec(
        node, f"{name}.mjs", told, cwd=FOLDER, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        yield Program(process, token)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def compiled(source: Path) -> None:
    """Checked and made JavaScript beside those who import it, unless it is already."""
    made = FOLDER / "connect" / f"{source.stem}.js"
    if made.is_file() and made.stat().st_mtime > source.stat().st_mtime:
        return
    compiler = str(FOLDER / "node_modules" / ".bin" / "tsc")
    ran = subprocess.run([compiler, "-p", str(FOLDER)], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def relay_compiled(folder: Path, **settings: Any) -> str:
    """Where relay-compiler puts the operations of relay/ as modules: the folder, for programs."""
    config = {
        "src": str(FOLDER / "relay"),
        "schema": str(ROOT / "schema" / "schema.graphql"),
        "language": "javascript",
        "artifactDirectory": str(folder),
        "eagerEsModules": False,
        **settings,
    }
    written = folder / "relay.config.json"
    written.write_bytes(orjson.dumps(config))
    compiler = str(FOLDER / "node_modules" / ".bin" / "relay-compiler")
    command = [compiler, "--noWatchman", str(written)]
    compiled = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    return str(folder)
