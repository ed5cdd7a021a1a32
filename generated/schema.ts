// Written by `npm run generate` from spec/openapi.yaml. Do not edit.

export interface paths {
    "/orgs/{orgId}/serviceAccounts/{clientId}/secrets/{secretId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete one organization service account secret
         * @description Deletes one secret of a service account of an organization, for good.
         *
         *     The service account stays, and so does its other secret if it has one.
         *
         *     **Which id.** `secretId` is the secret's *id*, never its value (`mdb_sa_sk_…`): a value in a URL ends up in logs. It is
         *     `secrets.id` in the response of *Get One Service Account*, which is `getOrgServiceAccount` among the lookups.
         *
         *     **Role.** Organization Owner, on both APIs.
         *
         *     **In a rotation.** A service account holds at most two secrets. Creating one shortens the older one's life to at most
         *     seven days, and an expired secret is not deleted by itself: deleting it is the last step of the rotation.
         *
         *     **Not known.** Whether access tokens that were already issued for the secret stop working at once (they live for at most
         *     one hour), and whether an account's last secret may be deleted *(unknown)*.
         *
         *     On Atlas the operation has the same id,
         *     [`deleteOrgServiceAccountSecret`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-deleteorgserviceaccountsecret).
         *
         *     Source: [Cloud Manager: Delete a Service Account Secret](https://www.mongodb.com/docs/cloud-manager/reference/api/service-accounts/org/delete-service-account-secret/).
         */
        delete: operations["deleteOrgServiceAccountSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{groupId}/serviceAccounts/{clientId}/secrets/{secretId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete one project service account secret
         * @description Deletes one secret of a service account that belongs to a project, for good.
         *
         *     The service account stays, and so does its other secret if it has one.
         *
         *     **Which id.** `secretId` is the secret's *id*, never its value (`mdb_sa_sk_…`): a value in a URL ends up in logs. It is
         *     `secrets.id` in the response of *Get One Project Service Account*, which is `getGroupServiceAccount` among the lookups. `GET /groups/{groupId}/serviceAccounts` lists the accounts.
         *
         *     **Role.** Project User Admin on Cloud Manager, Project Owner on Atlas. For an account that also has access to the
         *     organization or to other projects, Organization Owner is needed.
         *
         *     **In a rotation.** A service account holds at most two secrets. Creating one shortens the older one's life to at most
         *     seven days, and an expired secret is not deleted by itself: deleting it is the last step of the rotation.
         *
         *     **Not known.** Whether access tokens that were already issued for the secret stop working at once (they live for at most
         *     one hour), and whether an account's last secret may be deleted *(unknown)*.
         *
         *     On Atlas the operation has the same id,
         *     [`deleteGroupServiceAccountSecret`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-deletegroupserviceaccountsecret).
         *
         *     Source: [Cloud Manager: Delete a Project Service Account Secret](https://www.mongodb.com/docs/cloud-manager/reference/api/service-accounts/project/delete-project-service-account-secret/).
         */
        delete: operations["deleteGroupServiceAccountSecret"];
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
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unassign one service account from one project
         * @description Takes one service account out of one project: it loses its access to that project and nothing else.
         *
         *     **What stays alive.** The account still belongs to its organization, and its credentials stay active there until the
         *     secret expires or is revoked in the organization. To end the credential itself, delete its secrets with
         *     `deleteOrgServiceAccountSecret`.
         *
         *     **Which id.** `clientId` is the account's client id (`mdb_sa_id_…`), as `GET /groups/{groupId}/serviceAccounts` lists it.
         *
         *     **Role.** Project User Admin on Cloud Manager, Project Owner on Atlas.
         *
         *     On Atlas the operation is called
         *     [`deleteGroupServiceAccount`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-deletegroupserviceaccount),
         *     although it does not delete the account; this document names it for what it does.
         *
         *     Source: [Cloud Manager: Unassign One Service Account from One Project](https://www.mongodb.com/docs/cloud-manager/reference/api/service-accounts/project/delete-one-service-account-in-one-project/).
         */
        delete: operations["unassignGroupServiceAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{groupId}/apiKeys/{apiKeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unassign one organization API key from one project
         * @description Takes one API key of an organization out of one project: it loses its access to that project and nothing else.
         *
         *     **What stays alive.** The key still exists in its organization, and its assignments to other projects are not touched
         *     *(inferred)*. What ends the key is `DELETE /orgs/{orgId}/apiKeys/{apiKeyId}`, another operation, which this document
         *     leaves out on purpose.
         *
         *     **Which id.** `apiKeyId` is the key's id, not its public key, as `GET /groups/{groupId}/apiKeys` lists it.
         *
         *     **Role.** Project Owner or Project User Admin on Cloud Manager, Project Access Manager on Atlas.
         *
         *     **Success** is `200` with an empty body on Cloud Manager and `204` on Atlas. A key that is not there is a `400` with
         *     `API_KEY_NOT_FOUND` *(inferred)*, not a `404`.
         *
         *     On Atlas the operation is called
         *     [`removeGroupApiKey`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-removegroupapikey),
         *     and the Atlas description names the key's id `apiUserId`.
         *
         *     Source: [Cloud Manager: Unassign One Organization API Key from One Project](https://www.mongodb.com/docs/cloud-manager/reference/api/api-keys/project/delete-one-apiKey-in-one-project/).
         */
        delete: operations["unassignGroupApiKey"];
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
        /** @description An envelope around a success. A success has no body, so `content` is missing, null or an empty object *(inferred)*. */
        EnvelopedSuccess: {
            /**
             * Format: int32
             * @description The HTTP status that the response would have without the envelope.
             */
            status: number;
            /** @description The body that the response would have without the envelope. */
            content?: Record<string, never> | null;
        };
        /** @description An envelope around an error, which is its `content` *(inferred)*. */
        EnvelopedError: {
            /**
             * Format: int32
             * @description The HTTP status that the response would have without the envelope.
             */
            status: number;
            content: components["schemas"]["ApiError"];
        };
        /** @description No body at all. HTTP clients hand an empty body out as an empty string, as null or as undefined. */
        EmptyBody: string;
        /**
         * @description What `envelope=true` wraps around a response with one result, or no body at all.
         *     The body's `status` decides, whatever the HTTP status is. Further properties, such as `links` and `locations`, are allowed.
         */
        Envelope: components["schemas"]["EnvelopedSuccess"] | components["schemas"]["EnvelopedError"] | components["schemas"]["EmptyBody"];
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
         * @description Only with `envelope=true`: what happened is in the body's `status`. Without it, a success is a 204.
         *
         *     204 there is a success. That an enveloped response has the HTTP status 200 is *(inferred)*, so be ready for an empty body
         *     too. On Atlas the media type may be the one that `Accept` asked for *(inferred)*.
         */
        Enveloped: {
            headers: {
                "Content-Length": components["headers"]["Content-Length"];
                Date: components["headers"]["Date"];
                Vary: components["headers"]["Vary"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.atlas.2024-08-05+json": components["schemas"]["Envelope"];
                "application/json": components["schemas"]["Envelope"];
            };
        };
        /**
         * @description Deleted or unassigned. There is no body.
         *
         *     A `Content-Type` header may be there all the same: `application/json` on Cloud Manager, the versioned media type on
         *     Atlas.
         */
        NoContent: {
            headers: {
                Date: components["headers"]["Date"];
                Vary: components["headers"]["Vary"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content?: never;
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
         * @description Something on the path does not exist, or not for this caller.
         *
         *     Only the code says what: `GROUP_NOT_FOUND` and `INVALID_GROUP_ID` mean the project, `SERVICE_ACCOUNT_NOT_FOUND` the
         *     account itself *(inferred)*, `RESOURCE_NOT_FOUND` does not say. `ATLAS_GROUP` and `NOT_ATLAS_GROUP` mean that the project
         *     lives on the other API. No documented code names a service account or a secret. A 404 alone does not prove that a credential is gone.
         */
        ServiceAccountNotFound: {
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
         * @description Without `envelope`, Cloud Manager's success: the body is empty, although its type is `application/json`.
         *
         *     With `envelope=true`, what happened is in the body's `status`, and 200 and 204 there are successes. That an enveloped
         *     response has the HTTP status 200 is *(inferred)*. On Atlas, which confirms the unassignment itself with 204, the media
         *     type may be the one that `Accept` asked for *(inferred)*.
         */
        EmptyOrEnveloped: {
            headers: {
                "Content-Length": components["headers"]["Content-Length"];
                Date: components["headers"]["Date"];
                Vary: components["headers"]["Vary"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content: {
                "application/vnd.atlas.2023-01-01+json": components["schemas"]["Envelope"];
                "application/json": components["schemas"]["Envelope"];
            };
        };
        /**
         * @description Unassigned, on Atlas. There is no body.
         *
         *     A `Content-Type` header with the versioned media type may be there all the same.
         */
        ApiKeyNoContent: {
            headers: {
                Date: components["headers"]["Date"];
                Vary: components["headers"]["Vary"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /**
         * @description The request is malformed, or the project has no such API key.
         *
         *     In the second case `errorCode` is `API_KEY_NOT_FOUND` *(inferred from the list of error codes)*.
         */
        ApiKeyBadRequest: {
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
    };
    parameters: {
        /**
         * @description The organization that owns the credential.
         *     `GET /orgs` lists the organizations to which the caller has access.
         * @example 60c4fd418ebe251047c50554
         */
        orgId: string;
        /**
         * @description The service account's client id, with which the account also asks for an access token.
         *     `GET /groups/{groupId}/serviceAccounts` lists those of a project. Send it as it is, with its underscores.
         * @example mdb_sa_id_1234567890abcdef12345678
         */
        clientId: string;
        /**
         * @description The secret's id, which the service account's `secrets.id` shows; never the secret's value (`mdb_sa_sk_…`).
         * @example 66b1f0c4d2a39e5780cb4d17
         */
        secretId: string;
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
         * @description The project, also called group: a group id is a project id.
         *     `GET /groups` lists the projects to which the caller has access.
         * @example 32b6e34b3d91647abb20e7b8
         */
        groupId: string;
        /**
         * @description The API key's id, as `GET /groups/{groupId}/apiKeys` lists it; neither its public nor its private key.
         * @example 5d1d12c087d9d63e6d682438
         */
        apiKeyId: string;
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
         * @description Length of the body in bytes. Zero shows that the body is empty and not cut off.
         * @example 0
         */
        "Content-Length": number;
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
    deleteOrgServiceAccountSecret: {
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
                /**
                 * @description The service account's client id, with which the account also asks for an access token.
                 *     `GET /groups/{groupId}/serviceAccounts` lists those of a project. Send it as it is, with its underscores.
                 * @example mdb_sa_id_1234567890abcdef12345678
                 */
                clientId: components["parameters"]["clientId"];
                /**
                 * @description The secret's id, which the service account's `secrets.id` shows; never the secret's value (`mdb_sa_sk_…`).
                 * @example 66b1f0c4d2a39e5780cb4d17
                 */
                secretId: components["parameters"]["secretId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Enveloped"];
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["OrganizationNotFound"];
            429: components["responses"]["OrganizationTooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["OtherError"];
        };
    };
    deleteGroupServiceAccountSecret: {
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
                /**
                 * @description The service account's client id, with which the account also asks for an access token.
                 *     `GET /groups/{groupId}/serviceAccounts` lists those of a project. Send it as it is, with its underscores.
                 * @example mdb_sa_id_1234567890abcdef12345678
                 */
                clientId: components["parameters"]["clientId"];
                /**
                 * @description The secret's id, which the service account's `secrets.id` shows; never the secret's value (`mdb_sa_sk_…`).
                 * @example 66b1f0c4d2a39e5780cb4d17
                 */
                secretId: components["parameters"]["secretId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Enveloped"];
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["OtherError"];
        };
    };
    unassignGroupServiceAccount: {
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
            200: components["responses"]["Enveloped"];
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ServiceAccountNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["OtherError"];
        };
    };
    unassignGroupApiKey: {
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
                /**
                 * @description The API key's id, as `GET /groups/{groupId}/apiKeys` lists it; neither its public nor its private key.
                 * @example 5d1d12c087d9d63e6d682438
                 */
                apiKeyId: components["parameters"]["apiKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["EmptyOrEnveloped"];
            204: components["responses"]["ApiKeyNoContent"];
            400: components["responses"]["ApiKeyBadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["InternalServerError"];
            default: components["responses"]["OtherError"];
        };
    };
}
