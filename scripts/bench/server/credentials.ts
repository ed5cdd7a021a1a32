// The credentials of the benchmark's server: of realistic length, and worth nothing.

export const realm = "MMS Public API";
export const publicKey = "kqxwzbnv";
export const privateKey = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
export const clientId = "mdb_sa_id_0123456789abcdef01234567";
export const clientSecret = "mdb_sa_sk_0123456789abcdefghijklmnopqrstuvwxyzABCD";
/** As long as the JSON Web Tokens that the API grants. */
export const accessToken: string = `eyJhbGciOiJSUzI1NiJ9.${"abcdefghij".repeat(60)}.${"0123456789".repeat(34)}`;
