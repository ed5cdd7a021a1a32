# Cloud Manager: /api/public/v1.0 instead of /api/atlas/v2, and Accept: application/json
ACCESS_TOKEN=$(
  printf 'user = "%s:%s"' "$MONGODB_ATLAS_CLIENT_ID" "$MONGODB_ATLAS_CLIENT_SECRET" |
    curl --config - --silent --show-error --fail --data grant_type=client_credentials \
      "$BASE_URL/api/oauth/token" | sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p'
)
printf 'header = "Authorization: Bearer %s"' "$ACCESS_TOKEN" |
  curl --config - --include --request DELETE \
    --header "Accept: application/vnd.atlas.2024-08-05+json" \
    "$BASE_URL/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/serviceAccounts/mdb_sa_id_1234567890abcdef12345678"
