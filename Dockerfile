# Builds the worker image. BASE is the base of the final image: any glibc image with certificates works, since the
# Node binary is copied in. Examples: debian:bookworm-slim (default), gcr.io/distroless/cc-debian12.
ARG BUILD_BASE=node:24-bookworm-slim
ARG BASE=debian:bookworm-slim

FROM ${BUILD_BASE} AS compiled
WORKDIR /src
COPY package.json package-lock.json ./
COPY packages ./packages
# Every workspace manifest is in place: install and compile.
RUN npm ci --no-audit --no-fund
COPY tsconfig.base.json tsconfig.json ./
RUN npx tsc -b

# The try-out of docker-compose.yml: stand-ins for S3, SQS and a webhook, with the test servers that are never shipped.
FROM compiled AS stand-ins
COPY deploy/compose ./deploy/compose
USER node

# Keep only what runs.
FROM compiled AS build
RUN mkdir -p /out/node_modules /state \
 && cp node_modules/node/bin/node /out/node \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/node node_modules/@windhover/testkit node_modules/@windhover/lint-config packages/testkit packages/lint-config \
 && find packages -name src -type d -prune -exec rm -rf {} + \
 && find packages node_modules -name '*.map' -delete \
 && cp -r node_modules packages package.json /out/

FROM ${BASE}
COPY --from=build /out /app
# A fresh volume takes its owner from here.
COPY --from=build --chown=65532:65532 /state /var/lib/windhover
COPY rules /app/rules
COPY deploy/windhover.yaml /app/deploy/windhover.yaml
COPY LICENSE /app/LICENSE
WORKDIR /app
ENV NODE_ENV=production
# 65532 is "nonroot" in distroless images and free in the others. The root file system may be read-only:
# only /var/lib/windhover (state, spools, dead letters) is written to.
USER 65532:65532
VOLUME /var/lib/windhover
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["/app/node", "-e", "fetch('http://127.0.0.1:8765/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/app/node", "/app/packages/cli/bin/windhover.js"]
CMD ["run", "-c", "/etc/windhover/windhover.yaml"]
