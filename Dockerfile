# Rolecall on the CPU, as a user without rights. Documents, settings and index live in /data.
#
#   docker build -t rolecall .
#   docker run --rm -it -v "$PWD:/data" rolecall index documents
#   docker run --rm -it -v "$PWD:/data" rolecall chat
#
# In Slack and for auditors, with `web: {host: 0.0.0.0}` in /data/rolecall.yaml; or `docker compose up`, see compose.yaml:
#
#   docker run --env-file slack.env -v "$PWD:/data" -p 127.0.0.1:8080:8080 rolecall serve

FROM python:3.12-slim AS build
# PyTorch's own index of CPU builds; empty it where your package index offers them.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
WORKDIR /src
RUN python -m venv /opt/rolecall
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY index index
COPY knowledge knowledge
RUN /opt/rolecall/bin/pip install --no-cache-dir ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} ".[git,s3]"

FROM python:3.12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 openssh-client tesseract-ocr \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin rolecall \
    && mkdir /data && chown rolecall:rolecall /data
COPY --from=build /opt/rolecall /opt/rolecall
ENV PATH=/opt/rolecall/bin:$PATH PYTHONUNBUFFERED=1 HF_HUB_OFFLINE=1
USER rolecall
WORKDIR /data
VOLUME /data
ENTRYPOINT ["rolecall"]
CMD ["--help"]
