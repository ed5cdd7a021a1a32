# Cloud Manager: --api cloud-manager; with an API key: --auth digest
npx mongodb-cloud-revoke project-service-account --api atlas --auth service-account --base-url "$BASE_URL" \
  --group-id 32b6e34b3d91647abb20e7b8 \
  --client-id mdb_sa_id_1234567890abcdef12345678
