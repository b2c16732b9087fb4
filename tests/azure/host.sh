# Sourced by the checks of the Azure build: starts it in the real Functions host, against the emulators of compose.yml.

# $1 package, $2 folder for it and its log, $3 settings as a JSON object, over those that all checks share.
# Sets host_pid; the app answers at $url when it returns.
start_host() {
  local package=$1 folder=$2 settings=$3 attempt
  unzip -q "$package" -d "$folder/app"
  jq -n --argjson more "$settings" '{
    IsEncrypted: false,
    Values: ({
      AzureWebJobsStorage: "UseDevelopmentStorage=true",
      FUNCTIONS_WORKER_RUNTIME: "dotnet-isolated",
      TASKHUB_NAME: "atlas",
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: "Endpoint=http://localhost:8080;TaskHub=atlas;Authentication=None",
      ServiceBus: "Endpoint=sb://localhost;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;",
      Atlas__PublicBaseUrl: "http://127.0.0.1:7071",
      Atlas__Storage__TableConnectionString: "UseDevelopmentStorage=true",
      Atlas__Storage__BlobConnectionString: "UseDevelopmentStorage=true"
    } + $more)
  }' >"$folder/app/local.settings.json"

  (cd "$folder/app" && exec func start --no-build --port 7071) >"$folder/host.log" 2>&1 &
  host_pid=$!
  for attempt in $(seq 90); do
    kill -0 "$host_pid"
    curl --silent --fail "$url/api/openapi.json" --output "$folder/openapi.json" && break
    ((attempt < 90))
    sleep 1
  done
}

new_key() { printf '%s%s' "$1" "$(od -An -tx1 -N24 /dev/urandom | tr -d ' \n')"; }
hash_of() { printf %s "$1" | sha256sum | cut -d ' ' -f 1; }
