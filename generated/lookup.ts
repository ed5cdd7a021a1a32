// Written by `npm run generate` from spec/lookup.yaml. Do not edit.

export interface paths {
    "/orgs/{orgId}/serviceAccounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the service accounts of one organization
         * @description Lists the service accounts of an organization.
         *
         *     Each comes with its secrets' ids, masked values and dates.
         *
         *     A list leaves out system-managed accounts unless `includeSystemManaged=true` asks for them (Atlas). It ends with the
         *     page that has no `next` link and fewer results than asked for *(inferred)*.
         *
         *     **Role.** Organization Read Only on Atlas; on Cloud Manager *(unknown)*.
         *
         *     Source: [Atlas: Return All Organization Service Accounts](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-listorgserviceaccounts).
         */
        get: operations["listOrgServiceAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/serviceAccounts/{clientId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one service account of one organization
         * @description Returns one service account of an organization.
         *
         *     Its secrets come with their ids, masked values and dates. `secrets.id` is what
         *     `deleteOrgServiceAccountSecret` takes as `secretId`.
         *
         *     **Role.** Organization Read Only on Atlas; on Cloud Manager *(unknown)*.
         *
         *     Source: [Atlas: Return One Organization Service Account](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-getorgserviceaccount).
         */
        get: operations["getOrgServiceAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{groupId}/serviceAccounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the service accounts of one project
         * @description Lists the service accounts that are assigned to a project.
         *
         *     Each comes with its secrets' ids, masked values and dates.
         *
         *     A list leaves out system-managed accounts unless `includeSystemManaged=true` asks for them (Atlas). It ends with the
         *     page that has no `next` link and fewer results than asked for *(inferred)*.
         *
         *     **Role.** Project Read Only on Atlas; on Cloud Manager *(unknown)*.
         *
         *     Source: [Atlas: Return All Project Service Accounts](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-listgroupserviceaccounts).
         */
        get: operations["listGroupServiceAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{groupId}/serviceAccounts/{clientId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one service account of one project
         * @description Returns one service account that is assigned to a project.
         *
         *     Its secrets come with their ids, masked values and dates. `secrets.id` is what `deleteGroupServiceAccountSecret` takes as `secretId`.
         *
         *     **Role.** Project Read Only on Atlas; on Cloud Manager *(unknown)*.
         *
         *     Source: [Atlas: Return One Project Service Account](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-getgroupserviceaccount).
         */
        get: operations["getGroupServiceAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/apiKeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the API keys of one organization
         * @description Lists the API keys of an organization.
         *
         *     Each comes with its public key, its masked private key and its roles. The roles name the projects to which a key is assigned.
         *
         *     The list ends with the page that has no `next` link and fewer results than asked for *(inferred)*.
         *
         *     **Role.** Organization Member on Atlas; on Cloud Manager *(unknown)*.
         *
         *     Source: [Atlas: Return All Organization API Keys](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-listorgapikeys).
         */
        get: operations["listOrgApiKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{groupId}/apiKeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the API keys of one project
         * @description Lists the API keys that are assigned to a project.
         *
         *     Each comes with its public key, its masked private key and its roles. `id` is what `unassignGroupApiKey` takes as `apiKeyId`.
         *
         *     The list ends with the page that has no `next` link and fewer results than asked for *(inferred)*.
         *
         *     **Role.** Project Read Only on Atlas; on Cloud Manager *(unknown)*.
         *
         *     Source: [Atlas: Return All Organization API Keys Assigned to One Project](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-listgroupapikeys).
         */
        get: operations["listGroupApiKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description One thing that is wrong with a request. */
        FieldViolation: {
            /** @description Why the field is wrong. */
            description: string;
            /** @description Path to the field in the request body. */
            field: string;
        };
        /** @description What exactly is wrong with a request. Documented for Atlas only; may be missing or null. */
        BadRequestDetail: {
            /** @description All violations in the request. */
            fields?: components["schemas"]["FieldViolation"][];
        } | null;
        /** @description The body of a response that refuses or fails. Only `error` can be relied on. */
        ApiError: {
            /**
             * Format: int32
             * @description The HTTP status of the response.
             */
            error: number;
            /** @description The HTTP status in words. May be missing or null. */
            reason?: string | null;
            /** @description What went wrong, for people. May be missing or null. */
            detail?: string | null;
            /** @description What went wrong, for programs. An open set; may be missing. */
            errorCode?: string;
            /** @description Values that belong to `errorCode`. May be missing or null. */
            parameters?: (string | number | {
                [key: string]: unknown;
            })[] | null;
            badRequestDetail?: components["schemas"]["BadRequestDetail"];
        };
        /** @description One secret of a service account, without its value. */
        ServiceAccountSecret: {
            /**
             * 24 lower-case hexadecimal digits
             * @description The secret's id, which the operations that delete a secret take as `secretId`.
             */
            id: string;
            /** @description The value with all but its prefix and its last four characters masked. */
            maskedSecretValue?: string;
            /**
             * Format: date-time
             * @description When the secret was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the secret was last used. May be missing or null.
             */
            lastUsedAt?: string | null;
            /**
             * Format: date-time
             * @description When the secret stops working by itself.
             */
            expiresAt: string;
        };
        /** @description One service account. The Atlas description requires none of its properties. */
        ServiceAccount: {
            /**
             * mdb_sa_id_ and 24 hexadecimal digits
             * @description The account's client id.
             */
            clientId?: string;
            /** @description The account's name, for people. */
            name?: string;
            /** @description What the account is for, for people. */
            description?: string;
            /**
             * Format: date-time
             * @description When the account was created.
             */
            createdAt?: string;
            /** @description The account's roles in the organization or in the project, such as `ORG_OWNER`. An open set. */
            roles?: string[];
            /** @description The account's secrets, at most two. */
            secrets?: components["schemas"]["ServiceAccountSecret"][];
        };
        /** @description One link of a list. */
        Link: {
            /** @description Where the link leads. */
            href?: string;
            /** @description What the link leads to, such as `self`, `previous` or `next`. */
            rel?: string;
        };
        /** @description One page of a list of service accounts. */
        ServiceAccountList: {
            /** @description The accounts on this page. */
            results: components["schemas"]["ServiceAccount"][];
            /** @description Links to this page and its neighbours. */
            links?: components["schemas"]["Link"][];
            /**
             * Format: int32
             * @description Number of accounts on all pages. May be missing or an estimate.
             */
            totalCount?: number;
            /**
             * Format: int32
             * @description With `envelope=true`, the HTTP status that the response would have without it.
             */
            status?: number;
        };
        /** @description What `envelope=true` wraps around one service account. */
        EnvelopedServiceAccount: {
            /**
             * Format: int32
             * @description The HTTP status that the response would have without the envelope.
             */
            status: number;
            content: components["schemas"]["ServiceAccount"];
        };
        /** @description One role of an API key, in its organization (`orgId`) or in one project (`groupId`). */
        ApiKeyRole: {
            /** @description The organization in which the key has the role. */
            orgId?: string;
            /** @description The project in which the key has the role. */
            groupId?: string;
            /** @description The role, such as `ORG_MEMBER` or `GROUP_OWNER`. An open set. */
            roleName?: string;
        };
        /** @description One API key. The Atlas description requires none of its properties. */
        ApiKey: {
            /**
             * 24 lower-case hexadecimal digits
             * @description The key's id, which `unassignGroupApiKey` takes as `apiKeyId`.
             */
            id?: string;
            /** @description What the key is for, for people. */
            desc?: string;
            /** @description The public key, which is the user in HTTP Digest. */
            publicKey?: string;
            /** @description The private key with all but its last twelve characters masked. */
            privateKey?: string;
            /** @description The key's roles in its organization and in the projects to which it is assigned. */
            roles?: components["schemas"]["ApiKeyRole"][];
        };
        /** @description One page of a list of API keys. */
        ApiKeyList: {
            /** @description The keys on this page. */
            results: components["schemas"]["ApiKey"][];
            /** @description Links to this page and its neighbours. */
            links?: components["schemas"]["Link"][];
            /**
             * Format: int32
             * @description Number of keys on all pages. May be missing or an estimate.
             */
            totalCount?: number;
            /**
             * Format: int32
             * @description With `envelope=true`, the HTTP status that the response would have without it.
             */
            status?: number;
        };
    };
    responses: {
        /**
         * @description Any other error of the API as a whole.
         *
         *     The manuals name 402 (`ACCOUNT_SUSPENDED`), 405 (`WRITES_NOT_ALLOWED_DURING_APP_UPGRADES`), 406 (no valid version in
         *     `Accept`, Atlas), 409, 410 (`VERSION_GONE`, Atlas) and further 5xx.
         */
        OtherError: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description One page of the list.
         *
         *     The media type is `application/json` on Cloud Manager and the versioned one on Atlas. With `envelope=true` the object also holds `status`.
         */
        ServiceAccountList: {
            headers: {
                Date: components["headers"]["Date"];
                Vary: components["headers"]["Vary"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.atlas.2024-08-05+json": components["schemas"]["ServiceAccountList"];
                "application/json": components["schemas"]["ServiceAccountList"];
            };
        };
        /**
         * @description The request is malformed.
         *
         *     Documented for the API as a whole.
         */
        BadRequest: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description The credentials are missing or wrong, or they lack the role.
         *
         *     The body does not tell the two apart reliably. Codes such as `USER_UNAUTHORIZED`, `NOT_IN_GROUP`,
         *     `USER_CANNOT_ACCESS_GROUP` and `NOT_ORG_OWNER` speak of the role. The first response to a client that uses digest is a
         *     401 with a challenge. The body may be empty or HTML.
         */
        Unauthorized: {
            headers: {
                Date: components["headers"]["Date"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description The credentials are right, but what they ask for is forbidden.
         *
         *     `IP_ADDRESS_NOT_ON_ACCESS_LIST` means that the calling address is not on the access list. A missing role is usually a
         *     401.
         */
        Forbidden: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description Something on the path does not exist, or not for this caller.
         *
         *     Only the code says what: `ORG_NOT_FOUND` and `INVALID_ORG_ID` mean the organization, `RESOURCE_NOT_FOUND` does not say.
         *     No documented code names a service account or a secret. A 404 alone does not prove that a credential is gone.
         */
        OrganizationNotFound: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description Too many requests. Nothing was changed *(inferred)*.
         *
         *     On Atlas the organization's token bucket (500 requests, 250 more a minute) is empty: `errorCode` is
         *     `RATE_LIMITED_TOKEN_BUCKET`, and `parameters` are the path, the seconds to wait, the bucket's capacity, its refill and the
         *     seconds between refills. On Cloud Manager the code is `RATE_LIMITED`.
         */
        OrganizationTooManyRequests: {
            headers: {
                Date: components["headers"]["Date"];
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description The API failed. Whether a change was made is not known *(inferred)*.
         *
         *     Look whether the target is still there before you send a DELETE again.
         */
        InternalServerError: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description The service account.
         *
         *     The media type is `application/json` on Cloud Manager and the versioned one on Atlas. With `envelope=true` it is the `content` of an envelope.
         */
        OneServiceAccount: {
            headers: {
                Date: components["headers"]["Date"];
                Vary: components["headers"]["Vary"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.atlas.2024-08-05+json": components["schemas"]["ServiceAccount"] | components["schemas"]["EnvelopedServiceAccount"];
                "application/json": components["schemas"]["ServiceAccount"] | components["schemas"]["EnvelopedServiceAccount"];
            };
        };
        /**
         * @description Something on the path does not exist, or not for this caller.
         *
         *     Only the code says what: `GROUP_NOT_FOUND` and `INVALID_GROUP_ID` mean the project, `INVALID_KEY_ID` the API key,
         *     `RESOURCE_NOT_FOUND` does not say. `ATLAS_GROUP` and `NOT_ATLAS_GROUP` mean that the project lives on the other API. No
         *     documented code names a service account or a secret. A 404 alone does not prove that a credential is gone.
         */
        ProjectNotFound: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description Too many requests. Nothing was changed *(inferred)*.
         *
         *     On Atlas the project's token bucket (1200 requests, 500 more a minute) is empty: `errorCode` is
         *     `RATE_LIMITED_TOKEN_BUCKET`, and `parameters` are the path, the seconds to wait, the bucket's capacity, its refill and the
         *     seconds between refills. On Cloud Manager the code is `RATE_LIMITED`.
         */
        ProjectTooManyRequests: {
            headers: {
                Date: components["headers"]["Date"];
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description One page of the list.
         *
         *     The media type is `application/json` on Cloud Manager and the versioned one on Atlas. With `envelope=true` the object also holds `status`.
         */
        ApiKeyList: {
            headers: {
                Date: components["headers"]["Date"];
                Vary: components["headers"]["Vary"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.atlas.2023-01-01+json": components["schemas"]["ApiKeyList"];
                "application/json": components["schemas"]["ApiKeyList"];
            };
        };
    };
    parameters: {
        /**
         * @description The organization that owns the credential.
         *     `GET /orgs` lists the organizations to which the caller has access.
         * @example 60c4fd418ebe251047c50554
         */
        orgId: string;
        /**
         * @description Whether the list also holds accounts that MongoDB manages. Documented for Atlas only; whether Cloud Manager knows it is
         *     *(unknown)*.
         * @example true
         */
        includeSystemManaged: boolean;
        /**
         * @description Whether the list states its `totalCount`. Documented for Atlas only; whether Cloud Manager knows it is *(unknown)*.
         * @example true
         */
        includeCount: boolean;
        /**
         * @description Whether the response is wrapped in a JSON object that repeats the HTTP status.
         *     It is for clients that can read neither the status nor the headers of a response. The HTTP status of an enveloped
         *     response is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx whose body's `status` is an
         *     error, for a bare error, for an envelope with the error's own HTTP status, and for a 204 without a body.
         * @example true
         */
        envelope: boolean;
        /**
         * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
         * @example true
         */
        pretty: boolean;
        /**
         * @description Number of a page of results, counted from 1.
         *     It has no meaning for an operation that returns no list *(inferred)*. The minimum is *(inferred)*.
         * @example 1
         */
        pageNum: number;
        /**
         * @description Number of results on a page, at most 500.
         *     It has no meaning for an operation that returns no list *(inferred)*. The minimum is *(inferred)*.
         * @example 100
         */
        itemsPerPage: number;
        /**
         * @description The service account's client id, with which the account also asks for an access token.
         *     `GET /groups/{groupId}/serviceAccounts` lists those of a project. Send it as it is, with its underscores.
         * @example mdb_sa_id_1234567890abcdef12345678
         */
        clientId: string;
        /**
         * @description The project, also called group: a group id is a project id.
         *     `GET /groups` lists the projects to which the caller has access.
         * @example 32b6e34b3d91647abb20e7b8
         */
        groupId: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description When the response was made, as an HTTP date (RFC 9110, section 5.6.7).
         * @example Mon, 23 Nov 2026 09:00:00 GMT
         */
        Date: string;
        /**
         * @description For how many seconds the host insists on HTTPS.
         * @example max-age=300
         */
        "Strict-Transport-Security": string;
        /**
         * @description The version of the service that responded. There is no request id: this and `Date` are what a support request can cite.
         * @example gitHash=3ecf2f5a6d1c0b7e9a48; versionString=v20261118
         */
        "X-MongoDB-Service-Version": string;
        /**
         * @description The body's `errorCode`. Recorded on Atlas; may be missing.
         * @example GROUP_NOT_FOUND
         */
        "X-Error-Code": string;
        /**
         * @description Capacity of the token bucket, in requests. Sent by Atlas with successes and errors; may be missing.
         * @example 1200
         */
        "RateLimit-Limit": number;
        /**
         * @description Requests that the token bucket still holds. Sent by Atlas with successes and errors; may be missing.
         * @example 1199
         */
        "RateLimit-Remaining": number;
        /**
         * @description The request headers that the response depends on.
         * @example Accept-Encoding
         */
        Vary: string;
        /**
         * @description The digest challenge, to which a client responds with its API key.
         * @example Digest realm="MMS Public API", domain="", nonce="dGhpcyBpcyBub3QgYSByZWFsIG5vbmNl", algorithm=MD5, qop="auth", stale=false
         */
        "WWW-Authenticate": string;
        /**
         * @description Seconds to wait before the next attempt. Sent by Atlas with 429 and 503; may be missing.
         * @example 12
         */
        "Retry-After": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listOrgServiceAccounts: {
        parameters: {
            query?: {
                /**
                 * @description Whether the list also holds accounts that MongoDB manages. Documented for Atlas only; whether Cloud Manager knows it is
                 *     *(unknown)*.
                 * @example true
                 */
                includeSystemManaged?: components["parameters"]["includeSystemManaged"];
                /**
                 * @description Whether the list states its `totalCount`. Documented for Atlas only; whether Cloud Manager knows it is *(unknown)*.
                 * @example true
                 */
                includeCount?: components["parameters"]["includeCount"];
                /**
                 * @description Whether the response is wrapped in a JSON object that repeats the HTTP status.
                 *     It is for clients that can read neither the status nor the headers of a response. The HTTP status of an enveloped
                 *     response is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx whose body's `status` is an
                 *     error, for a bare error, for an envelope with the error's own HTTP status, and for a 204 without a body.
                 * @example true
                 */
                envelope?: components["parameters"]["envelope"];
                /**
                 * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
                 * @example true
                 */
                pretty?: components["parameters"]["pretty"];
                /**
                 * @description Number of a page of results, counted from 1.
                 *     It has no meaning for an operation that returns no list *(inferred)*. The minimum is *(inferred)*.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Number of results on a page, at most 500.
                 *     It has no meaning for an operation that returns no list *(inferred)*. The minimum is *(inferred)*.
                 * @example 100
                 */
                itemsPerPage?: components["parameters"]["itemsPerPage"];
            };
            header?: never;
            path: {
                /**
                 * @description The organization that owns the credential.
                 *     `GET /orgs` lists the organizations to which the caller has access.
                 * @example 60c4fd418ebe251047c50554
                 */
                orgId: components["parameters"]["orgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ServiceAccountList"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OrganizationNotFound"];
            429: components["responses"]["OrganizationTooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["OtherError"];
        };
    };
    getOrgServiceAccount: {
        parameters: {
            query?: {
                /**
                 * @description Whether the response is wrapped in a JSON object that repeats the HTTP status.
                 *     It is for clients that can read neither the status nor the headers of a response. The HTTP status of an enveloped
                 *     response is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx whose body's `status` is an
                 *     error, for a bare error, for an envelope with the error's own HTTP status, and for a 204 without a body.
                 * @example true
                 */
                envelope?: components["parameters"]["envelope"];
                /**
                 * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
                 * @example true
                 */
                pretty?: components["parameters"]["pretty"];
            };
            header?: never;
            path: {
                /**
                 * @description The organization that owns the credential.
                 *     `GET /orgs` lists the organizations to which the caller has access.
                 * @example 60c4fd418ebe251047c50554
                 */
                orgId: components["parameters"]["orgId"];
                /**
                 * @description The service account's client id, with which the account also asks for an access token.
                 *     `GET /groups/{groupId}/serviceAccounts` lists those of a project. Send it as it is, with its underscores.
                 * @example mdb_sa_id_1234567890abcdef12345678
                 */
                clientId: components["parameters"]["clientId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OneServiceAccount"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OrganizationNotFound"];
            429: components["responses"]["OrganizationTooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["OtherError"];
        };
    };
    listGroupServiceAccounts: {
        parameters: {
            query?: {
                /**
                 * @description Whether the list also holds accounts that MongoDB manages. Documented for Atlas only; whether Cloud Manager knows it is
                 *     *(unknown)*.
                 * @example true
                 */
                includeSystemManaged?: components["parameters"]["includeSystemManaged"];
                /**
                 * @description Whether the list states its `totalCount`. Documented for Atlas only; whether Cloud Manager knows it is *(unknown)*.
                 * @example true
                 */
                includeCount?: components["parameters"]["includeCount"];
                /**
                 * @description Whether the response is wrapped in a JSON object that repeats the HTTP status.
                 *     It is for clients that can read neither the status nor the headers of a response. The HTTP status of an enveloped
                 *     response is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx whose body's `status` is an
                 *     error, for a bare error, for an envelope with the error's own HTTP status, and for a 204 without a body.
                 * @example true
                 */
                envelope?: components["parameters"]["envelope"];
                /**
                 * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
                 * @example true
                 */
                pretty?: components["parameters"]["pretty"];
                /**
                 * @description Number of a page of results, counted from 1.
                 *     It has no meaning for an operation that returns no list *(inferred)*. The minimum is *(inferred)*.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Number of results on a page, at most 500.
                 *     It has no meaning for an operation that returns no list *(inferred)*. The minimum is *(inferred)*.
                 * @example 100
                 */
                itemsPerPage?: components["parameters"]["itemsPerPage"];
            };
            header?: never;
            path: {
                /**
                 * @description The project, also called group: a group id is a project id.
                 *     `GET /groups` lists the projects to which the caller has access.
                 * @example 32b6e34b3d91647abb20e7b8
                 */
                groupId: components["parameters"]["groupId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ServiceAccountList"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["OtherError"];
        };
    };
    getGroupServiceAccount: {
        parameters: {
            query?: {
                /**
                 * @description Whether the response is wrapped in a JSON object that repeats the HTTP status.
                 *     It is for clients that can read neither the status nor the headers of a response. The HTTP status of an enveloped
                 *     response is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx whose body's `status` is an
                 *     error, for a bare error, for an envelope with the error's own HTTP status, and for a 204 without a body.
                 * @example true
                 */
                envelope?: components["parameters"]["envelope"];
                /**
                 * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
                 * @example true
                 */
                pretty?: components["parameters"]["pretty"];
            };
            header?: never;
            path: {
                /**
                 * @description The project, also called group: a group id is a project id.
                 *     `GET /groups` lists the projects to which the caller has access.
                 * @example 32b6e34b3d91647abb20e7b8
                 */
                groupId: components["parameters"]["groupId"];
                /**
                 * @description The service account's client id, with which the account also asks for an access token.
                 *     `GET /groups/{groupId}/serviceAccounts` lists those of a project. Send it as it is, with its underscores.
                 * @example mdb_sa_id_1234567890abcdef12345678
                 */
                clientId: components["parameters"]["clientId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["OneServiceAccount"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["OtherError"];
        };
    };
    listOrgApiKeys: {
        parameters: {
            query?: {
                /**
                 * @description Whether the list states its `totalCount`. Documented for Atlas only; whether Cloud Manager knows it is *(unknown)*.
                 * @example true
                 */
                includeCount?: components["parameters"]["includeCount"];
                /**
                 * @description Whether the response is wrapped in a JSON object that repeats the HTTP status.
                 *     It is for clients that can read neither the status nor the headers of a response. The HTTP status of an enveloped
                 *     response is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx whose body's `status` is an
                 *     error, for a bare error, for an envelope with the error's own HTTP status, and for a 204 without a body.
                 * @example true
                 */
                envelope?: components["parameters"]["envelope"];
                /**
                 * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
                 * @example true
                 */
                pretty?: components["parameters"]["pretty"];
                /**
                 * @description Number of a page of results, counted from 1.
                 *     It has no meaning for an operation that returns no list *(inferred)*. The minimum is *(inferred)*.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Number of results on a page, at most 500.
                 *     It has no meaning for an operation that returns no list *(inferred)*. The minimum is *(inferred)*.
                 * @example 100
                 */
                itemsPerPage?: components["parameters"]["itemsPerPage"];
            };
            header?: never;
            path: {
                /**
                 * @description The organization that owns the credential.
                 *     `GET /orgs` lists the organizations to which the caller has access.
                 * @example 60c4fd418ebe251047c50554
                 */
                orgId: components["parameters"]["orgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ApiKeyList"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OrganizationNotFound"];
            429: components["responses"]["OrganizationTooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["OtherError"];
        };
    };
    listGroupApiKeys: {
        parameters: {
            query?: {
                /**
                 * @description Whether the list states its `totalCount`. Documented for Atlas only; whether Cloud Manager knows it is *(unknown)*.
                 * @example true
                 */
                includeCount?: components["parameters"]["includeCount"];
                /**
                 * @description Whether the response is wrapped in a JSON object that repeats the HTTP status.
                 *     It is for clients that can read neither the status nor the headers of a response. The HTTP status of an enveloped
                 *     response is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx whose body's `status` is an
                 *     error, for a bare error, for an envelope with the error's own HTTP status, and for a 204 without a body.
                 * @example true
                 */
                envelope?: components["parameters"]["envelope"];
                /**
                 * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
                 * @example true
                 */
                pretty?: components["parameters"]["pretty"];
                /**
                 * @description Number of a page of results, counted from 1.
                 *     It has no meaning for an operation that returns no list *(inferred)*. The minimum is *(inferred)*.
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Number of results on a page, at most 500.
                 *     It has no meaning for an operation that returns no list *(inferred)*. The minimum is *(inferred)*.
                 * @example 100
                 */
                itemsPerPage?: components["parameters"]["itemsPerPage"];
            };
            header?: never;
            path: {
                /**
                 * @description The project, also called group: a group id is a project id.
                 *     `GET /groups` lists the projects to which the caller has access.
                 * @example 32b6e34b3d91647abb20e7b8
                 */
                groupId: components["parameters"]["groupId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ApiKeyList"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["OtherError"];
        };
    };
}
