#!/usr/bin/env bash
# npm 11.19.1 (npm@11.19.1), run by Node.js 22.12 or newer: npm sbom --sbom-format=cyclonedx --package-lock-only.
# A package of which a lock file has two copies of one version, one that only development needs and one that runs, is
# one component, with the scope of the copy whose path sorts first: "optional", cdx:npm:package:development, although
# it runs. Who audits what is "required" only, does not see it. And a root without "version", which a private package
# need not have, ends it with EINVALIDPURLTYPE, as an invalid type "range". Seen: the lines at "expect" below.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

(cd "$home" && npm install --silent --no-save --prefix "$home/tool" npm@11.19.1 >/dev/null)
mkdir "$home/shop"
cd "$home/shop"
cat >package.json <<'JSON'
{"name": "shop", "private": true, "dependencies": {"runs": "1.0.0", "x": "2.0.0"}, "devDependencies": {"checks": "1.0.0"}}
JSON
cat >package-lock.json <<'JSON'
{"name": "shop", "lockfileVersion": 3, "requires": true, "packages": {
  "": {"name": "shop", "dependencies": {"runs": "1.0.0", "x": "2.0.0"}, "devDependencies": {"checks": "1.0.0"}},
  "node_modules/checks": {"version": "1.0.0", "dev": true, "dependencies": {"x": "1.0.0"}},
  "node_modules/checks/node_modules/x": {"version": "1.0.0", "dev": true},
  "node_modules/runs": {"version": "1.0.0", "dependencies": {"x": "1.0.0"}},
  "node_modules/runs/node_modules/x": {"version": "1.0.0"},
  "node_modules/x": {"version": "2.0.0"}
}}
JSON

expect() {
    case $2 in
        *"$1"*) echo "as expected: $1" ;;
        *) echo "CHANGED, not found: $1"; echo "$2"; exit 1 ;;
    esac
}
npm_sbom() {
    node "$home/tool/node_modules/npm/bin/npm-cli.js" sbom --sbom-format=cyclonedx --package-lock-only || true
}

expect 'code EINVALIDPURLTYPE' "$(npm_sbom 2>&1)"
sed -i 's/"name": "shop",/"name": "shop", "version": "1.0.0",/' package.json package-lock.json
scopes=$(npm_sbom 2>/dev/null | python3 -c 'import json, sys
for one in json.load(sys.stdin)["components"]:
    print(one["name"], one["version"], one["scope"], len(one["properties"]))')
expect 'runs 1.0.0 required 0' "$scopes"
expect 'x 1.0.0 optional 1' "$scopes"
