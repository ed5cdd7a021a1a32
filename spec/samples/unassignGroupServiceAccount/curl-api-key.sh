# Cloud Manager: /api/public/v1.0 instead of /api/atlas/v2, and Accept: application/json
printf 'user = "%s:%s"' "$MONGODB_ATLAS_PUBLIC_API_KEY" "$MONGODB_ATLAS_PRIVATE_API_KEY" |
  curl --config - --digest --include --request DELETE \
    --header "Accept: application/vnd.atlas.2024-08-05+json" \
    "$BASE_URL/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/serviceAccounts/mdb_sa_id_1234567890abcdef12345678"
