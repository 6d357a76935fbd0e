# Tideline in a container: app and API at port 8787, the database in /data.
FROM node:24-slim AS build
WORKDIR /tideline
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787 TIDELINE_DATA=/data
WORKDIR /tideline
COPY --from=build /tideline/package.json ./
COPY --from=build /tideline/node_modules ./node_modules
COPY --from=build /tideline/dist ./dist
COPY --from=build /tideline/src ./src
# The first start compiles once and keeps the result; nothing else in here is ever written.
RUN mkdir -p /data node_modules/.cache && chown node:node /data node_modules/.cache
VOLUME /data
USER node
EXPOSE 8787
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["node", "-e", "fetch('http://127.0.0.1:8787/api/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=2", "src/server/start.ts", "--no-build"]
