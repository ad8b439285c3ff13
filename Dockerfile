FROM node:24.20-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM node:24.20-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# What packages bring for those who write programs with them, and npm's own notes, which tell when they were made.
RUN npm ci --omit=dev --ignore-scripts \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o -name .package-lock.json \) -delete

FROM node:24.20-slim
LABEL org.opencontainers.image.title="Gatehouse" \
  org.opencontainers.image.description="A GitHub App that turns release checklists, readiness reviews and rollback plans into gates on merge and deployment" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
RUN mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/lib ./lib
COPY package.json app.yml LICENSE ./
COPY assets ./assets
COPY procedures ./procedures
COPY schema ./schema
# By number, so that Kubernetes sees that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# The embedded database takes a few seconds to start, and longer to recover after a crash.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "lib/server.js"]
