"""How gunicorn serves the newsroom: workers by the cores, threads for slow readers, limits for hostile ones."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = max(2, os.cpu_count() or 1)
worker_class = "gthread"
threads = 4
# How long a process may be deaf; an upload of minutes is read by a thread, and its process answers meanwhile.
timeout = 30
graceful_timeout = 10
keepalive = 5
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190
# A file in memory: the default folder may lie on a slow disk, and a stalled heartbeat kills a worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
accesslog = None
loglevel = "warning"


def when_ready(server):
    """Say where the site is once it answers, in the words of ``manage.py prepare``; start the task worker beside it."""
    print(os.environ.get("READY_MESSAGE", f"Listening on {bind}"), flush=True)
    if os.environ.get("TASK_WORKER") == "1":
        # On the server, since a reload reads this file anew.
        server.task_worker = subprocess.Popen([sys.executable, Path(__file__).parent / "deploy" / "worker"])


def on_exit(server):
    """End the task worker and wait until it has."""
    if worker := getattr(server, "task_worker", None):
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(worker.pid, signal.SIGTERM)
            os.waitpid(worker.pid, 0)
