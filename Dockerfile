# Front-end packages, checked by the hashes of the lock file.
FROM node:22-slim AS front
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

# Python packages, checked by the hashes of the lock file.
FROM python:3.13-slim-bookworm AS packages
WORKDIR /app
COPY requirements.txt tools/uv.txt ./
RUN python -m venv /venv \
 && pip install --no-cache-dir --require-hashes -r uv.txt \
 && uv pip install --no-cache --python /venv/bin/python --require-hashes -r requirements.txt

FROM python:3.13-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --home-dir /tmp --shell /usr/sbin/nologin bailiwick \
 && install -d -o bailiwick -g bailiwick /data
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/app/staticfiles
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
# The settings need values to load; these serve collectstatic alone and are not kept.
RUN --mount=type=bind,from=front,source=/app/node_modules,target=/app/node_modules \
    python -m tools.vendor \
 && SECRET_KEY=build SCOPE_KEY=build PORTAL_KEY=build DATABASE_URL=postgresql://build@localhost/build \
    python manage.py collectstatic --no-input --verbosity 0 --ignore "vendor/icons/*" \
 && python -m compileall -q .
USER bailiwick
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "practice.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "4"]
