# Cloud Manager: --api cloud-manager; with an API key: --auth digest
npx mongodb-cloud-revoke project-api-key --api atlas --auth service-account --base-url "$BASE_URL" \
  --group-id 32b6e34b3d91647abb20e7b8 \
  --api-key-id 5d1d12c087d9d63e6d682438
