/** A certificate that exists for tests only, and its key: worth nothing. */

/** P-256. */
export const key = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIKVJk8Tj2va3RRRDbkK+w3lL1gIPVy+72JBfmzkNisbToAoGCCqGSM49
AwEHoUQDQgAEzJsrLliWk0zJFKs4l0sqItPMnt3K6PcW1adBDFBqVOcchZAa3tmt
5YDGOxSnB5ckrYQvDoxRaQE7iWdjTln6lg==
-----END EC PRIVATE KEY-----
`;

/** For localhost and 127.0.0.1, until 2120; signed by itself. */
export const ownHost = `-----BEGIN CERTIFICATE-----
MIIBVjCB/KADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
dDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
bG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEzJsrLliWk0zJFKs4
l0sqItPMnt3K6PcW1adBDFBqVOcchZAa3tmt5YDGOxSnB5ckrYQvDoxRaQE7iWdj
Tln6lqM9MDswGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMB0GA1UdDgQWBBQ6
AjEeNjukNZ5S22msjdfUv4K/tjAKBggqhkjOPQQDAgNJADBGAiEA472VZNs5k1oV
JSbEk6qx0qxXtGA5isuLsgV13fJacLoCIQDZ2bHef9xuRow4F1jLMQTj6YPHpBua
P3rvf/em/d65JA==
-----END CERTIFICATE-----
`;
