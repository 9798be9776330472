"""Commands that are run over a channel of a connection, and not by the client itself."""

from __future__ import annotations

CHANNEL = """
    from contextlib import closing, contextmanager
    from paramiko.client import SSHClient
    class Connection:
        def __init__(self, client: SSHClient):
            self.transport = client.get_transport()
        def sudo(self, command):
            channel = self.transport.open_session()
            channel.get_pty()
            channel.exec_command(f"sudo {command}")
    @contextmanager
    def connected(host):
        with closing(SSHClient()) as client:
            client.connect(host)
            yield Connection(client)
    with connected("web1") as connection:
        connection.sudo("rm -rf /srv/data")
    """


def test_a_command_over_a_channel_is_told(trace) -> None:
    walked = trace(CHANNEL)
    assert [(e.resource, e.action.value, e.target, e.destructive) for e in walked.effects] == [("remote-host", "delete", "/srv/data", True)]


def test_a_channel_that_runs_nothing_does_nothing(trace) -> None:
    walked = trace(CHANNEL.replace('channel.exec_command(f"sudo {command}")', "channel.close()"))
    assert walked.effects == ()
