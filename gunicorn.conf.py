"""How gunicorn serves the newsroom: workers by the cores, threads for slow readers, limits for hostile ones."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = max(2, os.cpu_count() or 1)
worker_class = "gthread"
threads = 4
# The largest request is an editor's body; thirty seconds are long for any page of ours.
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
    """Say where the site is once it answers, in the words of ``manage.py prepare``."""
    print(os.environ.get("READY_MESSAGE", f"Listening on {bind}"), flush=True)
