# syntax=docker/dockerfile:1
# One image for all: `serve` (the default), `worker`, `migrate`, `db roles`, `backup`. docs/how-to/deploy.md says how it is run.
# Name the base by its digest to have the very same one each time (docs/how-to/deploy.md#the-image).
ARG BASE=docker.io/library/python:3.11.14-slim-bookworm

# --- what is installed: every package from the lock, by its hash, and as a wheel: nothing is compiled, nothing resolved
FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_NO_CACHE_DIR=1
WORKDIR /source
RUN python3 -m venv /opt/chatbookr && python3 -m venv /opt/build
COPY requirements.lock requirements-build.lock ./
RUN /opt/build/bin/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: -r requirements-build.lock \
    && /opt/chatbookr/bin/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: -r requirements.lock
COPY . .
RUN /opt/build/bin/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels . plugins/whatsapp plugins/gcal \
    && /opt/chatbookr/bin/python -m pip install --quiet --no-deps --no-index /wheels/*.whl \
    && /opt/chatbookr/bin/python -m pip check \
    && /opt/chatbookr/bin/python -m pip uninstall --quiet --yes pip setuptools

# --- what runs: no compiler, no pip, no sources; PostgreSQL's client of Debian 12 (15) for `chatbookr backup`
FROM ${BASE}
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 chatbookr \
    && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/chatbookr --shell /usr/sbin/nologin chatbookr \
    && install -d -o 10001 -g 10001 -m 0700 /var/lib/chatbookr /var/backups/chatbookr
COPY --from=build /opt/chatbookr /opt/chatbookr
COPY --chmod=0755 scripts/deploy/healthy.py /usr/local/bin/chatbookr-healthy
ENV PATH=/opt/chatbookr/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CHATBOOKR_ENVIRONMENT=production \
    CHATBOOKR_KEY_FILE=/var/lib/chatbookr/key-encryption.key
# Nothing else is written: the rest of the file system may be read-only.
VOLUME ["/var/lib/chatbookr", "/var/backups/chatbookr"]
WORKDIR /var/lib/chatbookr
USER 10001:10001
EXPOSE 8000
# Asks the API, or a worker with a CHATBOOKR_WORKER_PORT, whether it answers. An API takes about two seconds to start.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["chatbookr-healthy"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["chatbookr"]
CMD ["serve"]
