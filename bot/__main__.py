"""The command line `jiayin`."""

from __future__ import annotations

from importlib.metadata import version as package_version

import typer

from bot.commands import backup, console, content, database, doctor, service, staff, understand

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Jiayin 家音: word from home, for parents who work far from their children.",
)
app.command()(service.run)
app.command()(service.chat)
app.command()(doctor.doctor)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(understand.when)
app.command()(understand.ask)
app.command()(understand.screen)
app.add_typer(staff.questions, name="questions")
app.add_typer(staff.cases, name="cases")
app.add_typer(console.console, name="console")
app.add_typer(content.content, name="content")
app.add_typer(database.database, name="db")
app.add_typer(staff.people, name="people")


@app.command()
def version() -> None:
    """Which Jiayin this is."""
    typer.echo(package_version("jiayin"))


def main() -> None:
    app()


if __name__ == "__main__":
    main()
