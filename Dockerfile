# Builds the worker image. Both bases are arguments:
#   BUILD_BASE  compiles and gives the Node binary: any image with Node 24, npm and glibc
#   BASE        of the worker: any image with glibc and libstdc++, no shell and no Node needed,
#               e.g. debian:bookworm-slim for one with a shell
ARG BUILD_BASE=node:24-bookworm-slim
ARG BASE=gcr.io/distroless/cc-debian12

# All that npm reads: while these stay the same, a change of the sources installs nothing anew.
FROM ${BUILD_BASE} AS manifests
WORKDIR /src
COPY package.json package-lock.json ./
COPY packages ./packages
RUN find packages -type f ! -name package.json -delete

FROM ${BUILD_BASE} AS compiled
WORKDIR /src
COPY --from=manifests /src ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.base.json tsconfig.json ./
COPY packages ./packages
RUN npm run build

# The stand-ins of docker-compose.yml for S3, SQS and a webhook; never part of the worker.
FROM compiled AS stand-ins
COPY deploy/compose ./deploy/compose
COPY deploy/health-check.mjs ./deploy/
USER node

# What the program needs of other packages, without what only compilers and browsers read.
FROM ${BUILD_BASE} AS dependencies
WORKDIR /src
COPY --from=manifests /src ./
RUN npm ci --ignore-scripts --no-audit --no-fund --omit=dev --workspace packages/cli \
 && find node_modules packages/*/node_modules \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' \) -delete \
 && rm -rf node_modules/@azure/*/dist/browser node_modules/@azure/*/dist/react-native node_modules/@azure/msal-*/lib/types

# Of our own packages those that the program is linked to, compiled.
FROM dependencies AS own
COPY --from=compiled /src/packages ./compiled
RUN mkdir -p /out /state \
 && cp "$(command -v node)" /out/node \
 && for link in node_modules/@windhover/*; do \
      package="$(basename "$(readlink "$link")")"; \
      for part in package.json bin dist; do \
        if [ -e "compiled/$package/$part" ]; then \
          mkdir -p "/out/packages/$package" && cp -r "compiled/$package/$part" "/out/packages/$package/"; \
        fi; \
      done; \
      if [ -d "packages/$package/node_modules" ]; then cp -r "packages/$package/node_modules" "/out/packages/$package/"; fi; \
    done \
 && find /out/packages \( -name '*.d.ts' -o -name '*.map' \) -delete

FROM ${BASE}
WORKDIR /app
# What changes least comes first: a new version of the program shares the layers below it.
COPY --from=own /out/node ./node
COPY --from=dependencies /src/node_modules ./node_modules
COPY --from=own /out/packages ./packages
COPY package.json LICENSE ./
COPY rules ./rules
COPY deploy/windhover.yaml deploy/windhover-fleet.yaml deploy/health-check.mjs ./deploy/
# A fresh volume takes its owner from here.
COPY --from=own --chown=65532:65532 /state /var/lib/windhover
ENV NODE_ENV=production
# 65532 is "nonroot" in distroless images and free in the others. The root file system may be read-only:
# only /var/lib/windhover (state, spools, dead letters) is written to.
USER 65532:65532
VOLUME /var/lib/windhover
EXPOSE 8765
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/app/node", "/app/deploy/health-check.mjs"]
ENTRYPOINT ["/app/node", "/app/packages/cli/bin/windhover.js"]
CMD ["run", "-c", "/etc/windhover/windhover.yaml"]
