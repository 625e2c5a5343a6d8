"""gunicorn's settings, for the demo and for servers alike: ``gunicorn -c python:fedwork.web fedwork.wsgi``."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # read once, shared by the workers
timeout = 60  # seconds; the longest page is the preview of a whole province's workbook
graceful_timeout = 20
max_requests, max_requests_jitter = 5000, 500  # so that memory which a large workbook took is given back
forwarded_allow_ips = os.environ.get("PROXY_ADDRESS", "127.0.0.1")
accesslog = errorlog = "-"
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s %(M)sms'
control_socket_disable = True  # only the process that started gunicorn controls it
