#!/usr/bin/env bash
# Starts a published Azure build in the real Functions host, against the emulators of compose.yml, and talks to it.
# There is no emulator of Key Vault: what needs the vault is expected to say so, and nothing else.
set -euo pipefail

package=$(realpath "${1:?usage: smoke-emulators.sh PACKAGE.zip}")
source "$(dirname "${BASH_SOURCE[0]}")/host.sh"
folder=$(mktemp -d)
log=$folder/host.log
setup_key=$(new_key atks_)
url=http://127.0.0.1:7071
host_pid=

finish() {
  local status=$?
  [[ -z $host_pid ]] || kill "$host_pid" 2>/dev/null || true
  ((status == 0)) || tail -n 80 "$log" >&2 || true
  rm -rf "$folder"
}
trap finish EXIT

# Up, and every function found.
start_host "$package" "$folder" "$(jq -n --arg hash "$(hash_of "$setup_key")" '{
  Atlas__SetupKeyHash: $hash,
  Atlas__Storage__KeyVaultUri: "https://vault.invalid"
}')"
jq -e '.paths | length > 20' "$folder/openapi.json" >/dev/null
for function in HandleWork SweepDue SweepOutbox PublishPost AdvancePublication; do
  grep -q "$function" "$log"
done

# Table storage answers; the vault, which isn't there, is the only thing that doesn't.
curl --silent "$url/api/health" --output "$folder/health.json"
jq -e '[.checks[] | select(.healthy | not) | .name] == ["vault"]' "$folder/health.json" >/dev/null

# A workspace and its key by the set-up key; the key works, another doesn't.
curl --silent --fail "$url/api/v1/workspaces" -H "Authorization: Bearer $setup_key" -H 'Content-Type: application/json' \
  -H 'Idempotency-Key: smoke' -d '{"name":"Smoke","timeZone":"Europe/Vienna"}' --output "$folder/workspace.json"
key=$(jq -er '.apiKey.secret' "$folder/workspace.json")
curl --silent --fail "$url/api/v1/posts" -H "Authorization: Bearer $key" | jq -e '.items == []' >/dev/null
[[ $(curl --silent --output /dev/null --write-out '%{http_code}' "$url/api/v1/posts") == 401 ]]

# No key of the operators is set and the tools check none: the door stays shut.
for header in 'x-functions-key: anything' 'X-MS-CLIENT-PRINCIPAL: e30='; do
  [[ $(curl --silent --output /dev/null --write-out '%{http_code}' "$url/api/v1/operations" -H "$header") == 401 ]]
done

# The sweep runs on its timer, and reaches Durable Functions' client without a fault.
for attempt in $(seq 75); do
  grep -qE "Executed 'Functions.SweepDue' \(Succeeded" "$log" && break
  ((attempt < 75))
  sleep 1
done
echo "The Azure build runs in the real host."
