# Cloud Manager: --api cloud-manager; with an API key: --auth digest
npx mongodb-cloud-revoke org-secret --api atlas --auth service-account --base-url "$BASE_URL" \
  --org-id 60c4fd418ebe251047c50554 \
  --client-id mdb_sa_id_1234567890abcdef12345678 \
  --secret-id 66b1f0c4d2a39e5780cb4d17
