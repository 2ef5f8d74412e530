# puzzel-mcp in a container, over standard input and output:
#   docker build -t puzzel-mcp .
#   docker run -i --rm --env-file puzzel.env -v puzzel-files:/downloads puzzel-mcp
# Credentials are given at the start and are never in the image.

FROM node:24-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.pages.json LICENSE README.md ./
COPY bin ./bin
COPY scripts ./scripts
COPY src ./src
# The image contains what npm would publish, and nothing else.
RUN npm run --silent build
RUN npm pack --silent --ignore-scripts --pack-destination /tmp
RUN mkdir /app && tar -xzf /tmp/puzzel-mcp-*.tgz -C /app --strip-components=1

FROM node:24-slim
LABEL io.modelcontextprotocol.server.name="io.github.puzzel-mcp/puzzel-mcp"
LABEL org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
ENV PUZZEL_MCP_DOWNLOAD_DIR=/downloads
COPY --from=build /app /app
RUN mkdir /downloads && chown node:node /downloads
VOLUME ["/downloads"]
WORKDIR /app
USER node
ENTRYPOINT ["node", "/app/bin/puzzel-mcp.js"]
