#!/usr/bin/env bash
# Starts a published Azure build in the real Functions host, against the emulators of compose.yml, and talks to it.
# There is no emulator of Key Vault: what needs the vault is expected to say so, and nothing else.
set -euo pipefail

package=${1:?usage: smoke-emulators.sh PACKAGE.zip}
folder=$(mktemp -d)
log=$folder/host.log
setup_key=atks_$(od -An -tx1 -N24 /dev/urandom | tr -d ' \n')
url=http://127.0.0.1:7071
host_pid=

finish() {
  local status=$?
  [[ -z $host_pid ]] || kill "$host_pid" 2>/dev/null || true
  ((status == 0)) || tail -n 80 "$log" >&2 || true
  rm -rf "$folder"
}
trap finish EXIT

unzip -q "$package" -d "$folder/app"
jq -n --arg hash "$(printf %s "$setup_key" | sha256sum | cut -d ' ' -f 1)" '{
  IsEncrypted: false,
  Values: {
    AzureWebJobsStorage: "UseDevelopmentStorage=true",
    FUNCTIONS_WORKER_RUNTIME: "dotnet-isolated",
    TASKHUB_NAME: "atlas",
    DURABLE_TASK_SCHEDULER_CONNECTION_STRING: "Endpoint=http://localhost:8080;TaskHub=atlas;Authentication=None",
    ServiceBus: "Endpoint=sb://localhost;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;",
    Atlas__PublicBaseUrl: "http://127.0.0.1:7071",
    Atlas__SetupKeyHash: $hash,
    Atlas__Storage__TableConnectionString: "UseDevelopmentStorage=true",
    Atlas__Storage__BlobConnectionString: "UseDevelopmentStorage=true",
    Atlas__Storage__KeyVaultUri: "https://vault.invalid"
  }
}' >"$folder/app/local.settings.json"

(cd "$folder/app" && exec func start --no-build --port 7071) >"$log" 2>&1 &
host_pid=$!

# Up, and every function found.
for attempt in $(seq 90); do
  kill -0 "$host_pid"
  curl --silent --fail "$url/api/openapi.json" --output "$folder/openapi.json" && break
  ((attempt < 90))
  sleep 1
done
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

# The sweep runs on its timer, and reaches Durable Functions' client without a fault.
for attempt in $(seq 75); do
  grep -qE "Executed 'Functions.SweepDue' \(Succeeded" "$log" && break
  ((attempt < 75))
  sleep 1
done
echo "The Azure build runs in the real host."
