# One image for the pages, the worker and the clock; docker-compose.yml says which is which.
FROM node:22-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 FEDWORK_VAR=/app/var DJANGO_SETTINGS_MODULE=fedwork.settings
WORKDIR /app
# Letters of the pictures that leave as .png.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
# docker build --build-arg OCR=1: also read scans and photos of plan documents.
ARG OCR=
COPY requirements-ocr.txt ./
RUN if [ -n "$OCR" ]; then pip install --no-cache-dir --require-hashes -r requirements-ocr.txt; fi
COPY --from=front-end /app/node_modules node_modules
COPY . .
# Made with the image: words and static files are those of its code. A stand-in environment suffices for both.
RUN python -m tools.messages --compile && python manage.py collectstatic --noinput \
    && useradd --system --home /app fedwork && mkdir -p var/media && chown -R fedwork var
USER fedwork
EXPOSE 8000
CMD ["gunicorn", "-c", "python:fedwork.web", "fedwork.wsgi"]
