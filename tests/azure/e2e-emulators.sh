#!/usr/bin/env bash
# The end-to-end tests against a published Azure build in the real Functions host: Azurite, the Service Bus emulator and the
# scheduler's emulator from compose.yml, a vault of our own, and the sandbox in place of the networks. What stops or looks
# into processes is left out (trait Needs=Process). Writes to /etc/hosts and to the machine's certificates: for a throw-away runner.
set -euo pipefail

package=$(realpath "${1:?usage: e2e-emulators.sh PACKAGE.zip}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/azure/host.sh
folder=$(mktemp -d)
url=http://127.0.0.1:7071
sandbox_url=http://127.0.0.1:7080
vault=atlas-e2e.vault.azure.net
setup_key=$(new_key atks_)
operator_key=$(new_key atko_)
host_pid= vault_pid= sandbox_pid=

finish() {
  local status=$? pid
  for pid in $host_pid $vault_pid $sandbox_pid; do
    kill "$pid" 2>/dev/null || true
  done
  ((status == 0)) || tail -n 120 "$folder/host.log" >&2 || true
  rm -rf "$folder"
}
trap finish EXIT

# The vault has its real name and a certificate that this machine trusts, so that the app's client is not told anything special.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$vault" \
  -addext "subjectAltName=DNS:$vault" -keyout "$folder/vault.key" -out "$folder/vault.crt" 2>/dev/null
sudo cp "$folder/vault.crt" /usr/local/share/ca-certificates/atlas-e2e-vault.crt
sudo update-ca-certificates >/dev/null
echo "127.0.0.1 $vault" | sudo tee -a /etc/hosts >/dev/null
identity_header=$(new_key '')
python3 tests/azure/vault.py "$folder/vault.crt" "$folder/vault.key" 8443 8444 "$identity_header" &
vault_pid=$!
export IDENTITY_ENDPOINT=http://127.0.0.1:8444/msi/token IDENTITY_HEADER=$identity_header

dotnet build tests/Atlas.EndToEnd/Atlas.EndToEnd.csproj -v q
dotnet artifacts/local/bin/Atlas.Sandbox/debug/Atlas.Sandbox.dll --urls "$sandbox_url" </dev/null >"$folder/sandbox.log" 2>&1 &
sandbox_pid=$!

# Lines NAME=VALUE as a JSON object: the sandbox's addresses and the tests' patience.
settings=$(sed "s|{sandbox}|$sandbox_url|g" src/Atlas.Sandbox/app.env tests/Atlas.EndToEnd/patience.env |
  jq -Rn '[inputs | select(test("^[^#=]+=")) | capture("^(?<key>[^=]+)=(?<value>.*)$")] | from_entries')
settings=$(jq -n --argjson base "$settings" --arg setup "$(hash_of "$setup_key")" --arg operator "$(hash_of "$operator_key")" \
  --arg vault "https://$vault:8443" '$base + {
    Atlas__SetupKeyHash: $setup,
    Atlas__Operations__KeyHash: $operator,
    Atlas__Egress__AllowedLoopbackPorts: "7071",
    Atlas__Storage__KeyVaultUri: $vault
  }')
start_host "$package" "$folder" "$settings"
curl --silent --fail "$url/api/health" | jq -e .ready >/dev/null

ATLAS_E2E_URL=$url ATLAS_E2E_SANDBOX_URL=$sandbox_url ATLAS_E2E_SETUP_KEY=$setup_key ATLAS_E2E_OPERATOR_KEY=$operator_key \
  dotnet test tests/Atlas.EndToEnd/Atlas.EndToEnd.csproj --no-build --filter 'Needs!=Process' --logger 'console;verbosity=normal' \
  -- xUnit.ParallelizeTestCollections=false # they share one sandbox, whose faults each class sets
