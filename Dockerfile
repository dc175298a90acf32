# Jiayin runs from its tree: the migrations and the words lie beside the code.

FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/venv
WORKDIR /srv/jiayin
COPY requirements/build.txt requirements/run.txt requirements/
RUN /opt/venv/bin/pip install --require-hashes -r requirements/build.txt -r requirements/run.txt
COPY . .
RUN /opt/venv/bin/pip install --no-deps --no-build-isolation -e .

FROM python:3.12-slim
RUN groupadd --gid 10001 jiayin \
    && useradd --uid 10001 --gid jiayin --home-dir /var/lib/jiayin --no-create-home --shell /usr/sbin/nologin jiayin \
    && install --directory --owner=jiayin --group=jiayin --mode=700 /var/lib/jiayin
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/jiayin /srv/jiayin
WORKDIR /srv/jiayin
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONUTF8=1
ENV JIAYIN_HOST=0.0.0.0 JIAYIN_PORT=8080 JIAYIN_DATA_DIR=/var/lib/jiayin
USER jiayin
VOLUME /var/lib/jiayin
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['JIAYIN_PORT'] + '/health/live', timeout=4)"]
CMD ["jiayin", "run"]
