"""What a WSGI server such as gunicorn calls: ``therapy.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "therapy.settings")

application = get_wsgi_application()
