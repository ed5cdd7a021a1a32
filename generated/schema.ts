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
         * @description Deletes one secret of a service account of an organization. The service account stays, and so does its other secret
         *     if it has one.
         *
         *     **Which id.** `secretId` is the secret's *id*, never its value (`mdb_sa_sk_…`): a value in a URL ends up in logs.
         *     It is `secrets.id` in the answer of *Get One Service Account*.
         *
         *     **Role.** Organization Owner, on both APIs. One Cloud Manager page also names Organization User Admin; `x-roles`
         *     lists the role on which the sources agree.
         *
         *     **In a rotation.** A service account holds at most two secrets. Creating one cuts the older one's remaining life to
         *     seven days, and an expired secret is not deleted by itself: deleting it is the last step of the rotation.
         *
         *     **Not known.** Whether access tokens that were already issued for the secret stop working at once (they live for at
         *     most one hour), and whether an account's last secret may be deleted.
         *
         *     On Atlas the operation has the same id,
         *     [`deleteOrgServiceAccountSecret`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-deleteorgserviceaccountsecret).
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
         * @description Deletes one secret of a service account that belongs to a project. The service account stays, and so does its other
         *     secret if it has one.
         *
         *     **Which id.** `secretId` is the secret's *id*, never its value (`mdb_sa_sk_…`): a value in a URL ends up in logs.
         *     It is `secrets.id` in the answer of *Get One Project Service Account*.
         *
         *     **Role.** Project User Admin on Cloud Manager, Project Owner on Atlas. For an account that also has access to the
         *     organization or to other projects, Organization Owner is needed.
         *
         *     **In a rotation.** A service account holds at most two secrets. Creating one cuts the older one's remaining life to
         *     seven days, and an expired secret is not deleted by itself: deleting it is the last step of the rotation.
         *
         *     **Not known.** Whether access tokens that were already issued for the secret stop working at once (they live for at
         *     most one hour), and whether an account's last secret may be deleted.
         *
         *     On Atlas the operation has the same id,
         *     [`deleteGroupServiceAccountSecret`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-deletegroupserviceaccountsecret).
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
         *     secret expires or is revoked in the organization. To revoke the credential itself, delete its secrets with
         *     `deleteOrgServiceAccountSecret`.
         *
         *     **Which id.** `clientId` is the account's client id (`mdb_sa_id_…`), as `GET /groups/{groupId}/serviceAccounts` lists it.
         *
         *     **Role.** Project User Admin on Cloud Manager, Project Owner on Atlas.
         *
         *     On Atlas the operation is called
         *     [`deleteGroupServiceAccount`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-deletegroupserviceaccount),
         *     although it does not delete the account; this document names it for what it does.
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
         * @description Takes one API key of an organization out of one project: the key loses its access to that project and nothing else.
         *
         *     **What stays alive.** The key still belongs to its organization, and its assignments to other projects are not
         *     touched *(inferred from the operation being an unassignment from one project)*.
         *
         *     **Not to be confused with** `DELETE /orgs/{orgId}/apiKeys/{apiKeyId}`, another operation, which deletes the key from
         *     the whole organization. The Cloud Manager page's Resource line shows an `/orgs/…` path for this operation; its own
         *     example and all other sources show the path used here.
         *
         *     **Which id.** `apiKeyId` is the key's id, not its public key, as `GET /groups/{groupId}/apiKeys` lists it.
         *
         *     **Role.** Project Owner or Project User Admin on Cloud Manager, Project Access Manager on Atlas. Earlier versions of
         *     the Atlas description name Project Owner instead.
         *
         *     **Success** is `200` with an empty body on Cloud Manager and `204` on Atlas. A key that is not there is a `400`
         *     with `API_KEY_NOT_FOUND`, not a `404`.
         *
         *     On Atlas the operation is called
         *     [`removeGroupApiKey`](https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-removegroupapikey),
         *     and the Atlas description names the key's id `apiUserId`.
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
        /** @description What exactly is wrong with a request. Documented for Atlas only. */
        BadRequestDetail: {
            /** @description All violations in the request. */
            fields?: components["schemas"]["FieldViolation"][];
        };
        /**
         * @description What both APIs answer when they refuse or fail. Only `error` can be relied on. The Atlas page calls `errorCode` required
         *     too, but recorded answers lack it.
         * @example {
         *       "error": 404,
         *       "reason": "Not Found",
         *       "detail": "No group with ID 32b6e34b3d91647abb20e7b8 exists.",
         *       "errorCode": "GROUP_NOT_FOUND",
         *       "parameters": [
         *         "32b6e34b3d91647abb20e7b8"
         *       ]
         *     }
         * @example {
         *       "error": 401,
         *       "reason": "Unauthorized",
         *       "detail": "Without an error code, as recorded from the Cloud Manager family."
         *     }
         * @example {
         *       "error": 500,
         *       "reason": "Internal Server Error",
         *       "errorCode": "UNEXPECTED_ERROR",
         *       "parameters": null
         *     }
         * @example {
         *       "error": 429,
         *       "errorCode": "RATE_LIMITED_TOKEN_BUCKET",
         *       "parameters": [
         *         "api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/apiKeys/5d1d12c087d9d63e6d682438",
         *         0,
         *         1200,
         *         500,
         *         60
         *       ]
         *     }
         * @example {
         *       "error": 400,
         *       "parameters": [
         *         {
         *           "as": "an object, as the Atlas page has it"
         *         }
         *       ],
         *       "badRequestDetail": {
         *         "fields": [
         *           {
         *             "description": "must not be empty",
         *             "field": "name"
         *           }
         *         ]
         *       }
         *     }
         */
        ApiError: {
            /**
             * Format: int32
             * @description The HTTP status of the answer.
             */
            error: number;
            /** @description The HTTP status in words. */
            reason?: string;
            /** @description What went wrong, for people. */
            detail?: string;
            /** @description What went wrong, for programs. An open set; may be missing. */
            errorCode?: string;
            /**
             * @description Values that belong to `errorCode`. May be missing or null. The Atlas page says that they are objects; recorded
             *     answers hold strings and numbers.
             */
            parameters?: (string | number | {
                [key: string]: unknown;
            })[] | null;
            badRequestDetail?: components["schemas"]["BadRequestDetail"];
        };
        /**
         * @description What `envelope=true` wraps around an answer with one result. The body's `status` decides, whatever the HTTP status is.
         *     Lists, which none of these operations returns, get a `status` beside their `results` instead.
         *     The Atlas description also allows `links` and `locations` here.
         * @example {
         *       "status": 204
         *     }
         * @example {
         *       "status": 204,
         *       "content": null
         *     }
         * @example {
         *       "status": 200,
         *       "content": {}
         *     }
         * @example {
         *       "status": 404,
         *       "content": {
         *         "error": 404,
         *         "reason": "Not Found"
         *       }
         *     }
         */
        Envelope: {
            /**
             * Format: int32
             * @description The HTTP status that the answer would have without the envelope.
             */
            status: number;
            /**
             * @description The body that the answer would have without the envelope. A success has none: `content` is then missing, null or an
             *     empty object *(inferred; the Atlas description requires the property)*. For an error it is the error *(inferred)*.
             */
            content?: components["schemas"]["ApiError"] | Record<string, never> | null;
        };
    };
    responses: {
        /**
         * @description Only for `envelope=true`: what happened is in the body's `status`, and 204 is a success. Documented by the Cloud
         *     Manager pages and the Atlas description; that the HTTP status is 200 is *(inferred)*. On Atlas the content type may be
         *     the one that `Accept` asked for *(inferred)*.
         */
        Enveloped: {
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
                "application/json": components["schemas"]["Envelope"];
            };
        };
        /**
         * @description Done; there is no body. A `Content-Type` header may be there all the same: `application/json` on Cloud Manager,
         *     `application/vnd.atlas.<date>+json` on Atlas. The Cloud Manager pages also show `Content-Length` and `Connection`.
         *     Documented by the Cloud Manager pages and the Atlas description; for the API key it is the answer of Atlas alone, as
         *     recordings show.
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
        /** @description The request is malformed. Documented by the Cloud Manager manual for the API as a whole. */
        BadRequest: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description The credentials are missing or wrong, or a role is missing: some codes that speak of permissions, like
         *     `USER_UNAUTHORIZED`, `NOT_IN_GROUP`, `USER_CANNOT_ACCESS_GROUP` and `NOT_ORG_OWNER`, come with this status.
         *
         *     The first answer to a client that uses digest is a 401 with a challenge. On Cloud Manager its content type is
         *     `application/json;charset=ISO-8859-1`. An answer of the authentication layer may have an empty body or one in HTML.
         *     Documented by all five pages.
         */
        Unauthorized: {
            headers: {
                Date: components["headers"]["Date"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description The credentials are right, but this is not allowed: a role is missing, or the caller's address is not on the access
         *     list (`IP_ADDRESS_NOT_ON_ACCESS_LIST`). Documented by the Atlas page and the Cloud Manager manual.
         */
        Forbidden: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description Something on the path does not exist, or not for this caller. Only the code tells what: `ORG_NOT_FOUND` and
         *     `INVALID_ORG_ID` mean the organization, `RESOURCE_NOT_FOUND` does not say. No documented code names a service account or
         *     a secret, so a 404 alone does not prove that a credential is gone. Documented by the Atlas page and the Cloud Manager manual.
         */
        OrganizationNotFound: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description Too many requests. On Atlas the organization's token bucket (500 requests, 250 more a minute) is empty: `errorCode` is `RATE_LIMITED_TOKEN_BUCKET`, and
         *     `parameters` are the path, the seconds to wait, the bucket's capacity, its refill and the seconds between refills.
         *     On Cloud Manager the code is `RATE_LIMITED`. Nothing was changed *(inferred)*. Documented by the Atlas description and the
         *     Cloud Manager manual.
         */
        OrganizationTooManyRequests: {
            headers: {
                Date: components["headers"]["Date"];
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
         * @description The API failed. Whether the credential is still there is not known *(inferred)*: send the request again, or look.
         *     Documented by the Atlas page and the Cloud Manager manual.
         */
        InternalServerError: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description Something on the path does not exist, or not for this caller. Only the code tells what: `GROUP_NOT_FOUND` and
         *     `INVALID_GROUP_ID` mean the project, `INVALID_KEY_ID` the API key, `RESOURCE_NOT_FOUND` does not say, and `ATLAS_GROUP`
         *     and `NOT_ATLAS_GROUP` mean that the project lives on the other API. No documented code names a service account or a
         *     secret, so a 404 alone does not prove that a credential is gone. Documented by the Atlas page and the Cloud Manager manual.
         */
        ProjectNotFound: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /**
         * @description Too many requests. On Atlas the project's token bucket (1200 requests, 500 more a minute) is empty: `errorCode` is `RATE_LIMITED_TOKEN_BUCKET`, and
         *     `parameters` are the path, the seconds to wait, the bucket's capacity, its refill and the seconds between refills.
         *     On Cloud Manager the code is `RATE_LIMITED`. Nothing was changed *(inferred)*. Documented by the Atlas description and the
         *     Cloud Manager manual.
         */
        ProjectTooManyRequests: {
            headers: {
                Date: components["headers"]["Date"];
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
         * @description Without `envelope`, Cloud Manager's success: the body is empty, although the content type is `application/json`.
         *     Documented by the Cloud Manager page; Atlas answers 204.
         *
         *     With `envelope=true`: what happened is in the body's `status`, and 200 and 204 are successes. Documented by the Cloud
         *     Manager page and the Atlas description; that the HTTP status is 200 is *(inferred)*. On Atlas the content type may be
         *     the one that `Accept` asked for *(inferred)*.
         */
        EmptyOrEnveloped: {
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
                "application/json": components["schemas"]["Envelope"];
            };
        };
        /**
         * @description The request is malformed, or the project has no such API key: then `errorCode` is `API_KEY_NOT_FOUND`. Documented by
         *     the Atlas description for this operation and by the Cloud Manager manual for the API as a whole.
         */
        ApiKeyBadRequest: {
            headers: {
                Date: components["headers"]["Date"];
                "Strict-Transport-Security": components["headers"]["Strict-Transport-Security"];
                "X-MongoDB-Service-Version": components["headers"]["X-MongoDB-Service-Version"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
    };
    parameters: {
        /**
         * @description The organization that owns the service account. `GET /orgs` lists the organizations that the caller has access to.
         *     The pattern is that of the Atlas description; the Cloud Manager page says only that it is a string.
         * @example 60c4fd418ebe251047c50554
         */
        orgId: string;
        /**
         * @description The service account's client id, the same value with which the account asks for an access token.
         *     Send it as it is, with its underscores.
         * @example mdb_sa_id_1234567890abcdef12345678
         */
        clientId: string;
        /**
         * @description The secret's id, which the service account's `secrets.id` shows; never the secret's value (`mdb_sa_sk_…`).
         *     The Atlas page gives the form in words, 24 hexadecimal digits; the pattern is that of the `id` in Atlas's secret object.
         * @example 66b1f0c4d2a39e5780cb4d17
         */
        secretId: string;
        /**
         * @description Whether the answer is wrapped in a JSON object that repeats the HTTP status, for clients that cannot read the status or
         *     the headers of a response. See the schema `Envelope`. The Atlas page gives the default as false; the Cloud Manager
         *     pages print None.
         *
         *     The HTTP status of an enveloped answer is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx
         *     whose body's `status` is an error, for a bare error, and for a 204 without a body, which is what the Cloud Manager page
         *     for organization secrets shows for `?envelope=true`.
         * @example true
         */
        envelope: boolean;
        /**
         * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
         * @example true
         */
        pretty: boolean;
        /**
         * @description Number of a page of results, counted from 1. The Cloud Manager pages list it for every operation; it has no meaning for
         *     one that returns no list *(inferred)*, and the Atlas page does not have it. The minimum is our reading of "1-index based".
         * @example 1
         */
        pageNum: number;
        /**
         * @description Number of results on a page, at most 500. The Cloud Manager pages list it for every operation; it has no meaning for one
         *     that returns no list *(inferred)*, and the Atlas page does not have it. The minimum is *(inferred)*.
         * @example 100
         */
        itemsPerPage: number;
        /**
         * @description The project, also called group: a group id is a project id. `GET /groups` lists the projects that the caller has access to.
         *     The pattern is that of the Atlas page; the Cloud Manager pages say only that it is a string.
         * @example 32b6e34b3d91647abb20e7b8
         */
        groupId: string;
        /**
         * @description The API key's id, as `GET /groups/{groupId}/apiKeys` lists it; neither its public nor its private key.
         *     The pattern is that of the Atlas description; the Cloud Manager page says only that it is a string.
         * @example 5d1d12c087d9d63e6d682438
         */
        apiKeyId: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description When the answer was made.
         * @example Mon, 23 Nov 2026 09:00:00 GMT
         */
        Date: string;
        /**
         * @description The request headers that the answer depends on.
         * @example Accept-Encoding
         */
        Vary: string;
        /**
         * @description For how many seconds the host insists on HTTPS.
         * @example max-age=300
         */
        "Strict-Transport-Security": string;
        /**
         * @description The version of the service that answered. There is no request id: this and `Date` are what a support request can cite.
         * @example gitHash=3ecf2f5a6d1c0b7e9a48; versionString=v20261118
         */
        "X-MongoDB-Service-Version": string;
        /**
         * @description Capacity of the token bucket, in requests. Sent by Atlas with 2xx and 429; may be missing.
         * @example 1200
         */
        "RateLimit-Limit": number;
        /**
         * @description Requests that the token bucket still holds. Sent by Atlas with 2xx and 429; may be missing.
         * @example 1199
         */
        "RateLimit-Remaining": number;
        /**
         * @description The digest challenge that a client answers with its API key. The pages print `op="auth"`; recorded challenges have
         *     `qop="auth"`, as RFC 7616 does.
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
                 * @description Whether the answer is wrapped in a JSON object that repeats the HTTP status, for clients that cannot read the status or
                 *     the headers of a response. See the schema `Envelope`. The Atlas page gives the default as false; the Cloud Manager
                 *     pages print None.
                 *
                 *     The HTTP status of an enveloped answer is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx
                 *     whose body's `status` is an error, for a bare error, and for a 204 without a body, which is what the Cloud Manager page
                 *     for organization secrets shows for `?envelope=true`.
                 * @example true
                 */
                envelope?: components["parameters"]["envelope"];
                /**
                 * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
                 * @example true
                 */
                pretty?: components["parameters"]["pretty"];
                /**
                 * @description Number of a page of results, counted from 1. The Cloud Manager pages list it for every operation; it has no meaning for
                 *     one that returns no list *(inferred)*, and the Atlas page does not have it. The minimum is our reading of "1-index based".
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Number of results on a page, at most 500. The Cloud Manager pages list it for every operation; it has no meaning for one
                 *     that returns no list *(inferred)*, and the Atlas page does not have it. The minimum is *(inferred)*.
                 * @example 100
                 */
                itemsPerPage?: components["parameters"]["itemsPerPage"];
            };
            header?: never;
            path: {
                /**
                 * @description The organization that owns the service account. `GET /orgs` lists the organizations that the caller has access to.
                 *     The pattern is that of the Atlas description; the Cloud Manager page says only that it is a string.
                 * @example 60c4fd418ebe251047c50554
                 */
                orgId: components["parameters"]["orgId"];
                /**
                 * @description The service account's client id, the same value with which the account asks for an access token.
                 *     Send it as it is, with its underscores.
                 * @example mdb_sa_id_1234567890abcdef12345678
                 */
                clientId: components["parameters"]["clientId"];
                /**
                 * @description The secret's id, which the service account's `secrets.id` shows; never the secret's value (`mdb_sa_sk_…`).
                 *     The Atlas page gives the form in words, 24 hexadecimal digits; the pattern is that of the `id` in Atlas's secret object.
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
        };
    };
    deleteGroupServiceAccountSecret: {
        parameters: {
            query?: {
                /**
                 * @description Whether the answer is wrapped in a JSON object that repeats the HTTP status, for clients that cannot read the status or
                 *     the headers of a response. See the schema `Envelope`. The Atlas page gives the default as false; the Cloud Manager
                 *     pages print None.
                 *
                 *     The HTTP status of an enveloped answer is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx
                 *     whose body's `status` is an error, for a bare error, and for a 204 without a body, which is what the Cloud Manager page
                 *     for organization secrets shows for `?envelope=true`.
                 * @example true
                 */
                envelope?: components["parameters"]["envelope"];
                /**
                 * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
                 * @example true
                 */
                pretty?: components["parameters"]["pretty"];
                /**
                 * @description Number of a page of results, counted from 1. The Cloud Manager pages list it for every operation; it has no meaning for
                 *     one that returns no list *(inferred)*, and the Atlas page does not have it. The minimum is our reading of "1-index based".
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Number of results on a page, at most 500. The Cloud Manager pages list it for every operation; it has no meaning for one
                 *     that returns no list *(inferred)*, and the Atlas page does not have it. The minimum is *(inferred)*.
                 * @example 100
                 */
                itemsPerPage?: components["parameters"]["itemsPerPage"];
            };
            header?: never;
            path: {
                /**
                 * @description The project, also called group: a group id is a project id. `GET /groups` lists the projects that the caller has access to.
                 *     The pattern is that of the Atlas page; the Cloud Manager pages say only that it is a string.
                 * @example 32b6e34b3d91647abb20e7b8
                 */
                groupId: components["parameters"]["groupId"];
                /**
                 * @description The service account's client id, the same value with which the account asks for an access token.
                 *     Send it as it is, with its underscores.
                 * @example mdb_sa_id_1234567890abcdef12345678
                 */
                clientId: components["parameters"]["clientId"];
                /**
                 * @description The secret's id, which the service account's `secrets.id` shows; never the secret's value (`mdb_sa_sk_…`).
                 *     The Atlas page gives the form in words, 24 hexadecimal digits; the pattern is that of the `id` in Atlas's secret object.
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
        };
    };
    unassignGroupServiceAccount: {
        parameters: {
            query?: {
                /**
                 * @description Whether the answer is wrapped in a JSON object that repeats the HTTP status, for clients that cannot read the status or
                 *     the headers of a response. See the schema `Envelope`. The Atlas page gives the default as false; the Cloud Manager
                 *     pages print None.
                 *
                 *     The HTTP status of an enveloped answer is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx
                 *     whose body's `status` is an error, for a bare error, and for a 204 without a body, which is what the Cloud Manager page
                 *     for organization secrets shows for `?envelope=true`.
                 * @example true
                 */
                envelope?: components["parameters"]["envelope"];
                /**
                 * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
                 * @example true
                 */
                pretty?: components["parameters"]["pretty"];
                /**
                 * @description Number of a page of results, counted from 1. The Cloud Manager pages list it for every operation; it has no meaning for
                 *     one that returns no list *(inferred)*, and the Atlas page does not have it. The minimum is our reading of "1-index based".
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Number of results on a page, at most 500. The Cloud Manager pages list it for every operation; it has no meaning for one
                 *     that returns no list *(inferred)*, and the Atlas page does not have it. The minimum is *(inferred)*.
                 * @example 100
                 */
                itemsPerPage?: components["parameters"]["itemsPerPage"];
            };
            header?: never;
            path: {
                /**
                 * @description The project, also called group: a group id is a project id. `GET /groups` lists the projects that the caller has access to.
                 *     The pattern is that of the Atlas page; the Cloud Manager pages say only that it is a string.
                 * @example 32b6e34b3d91647abb20e7b8
                 */
                groupId: components["parameters"]["groupId"];
                /**
                 * @description The service account's client id, the same value with which the account asks for an access token.
                 *     Send it as it is, with its underscores.
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
            404: components["responses"]["ProjectNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["InternalServerError"];
        };
    };
    unassignGroupApiKey: {
        parameters: {
            query?: {
                /**
                 * @description Whether the answer is wrapped in a JSON object that repeats the HTTP status, for clients that cannot read the status or
                 *     the headers of a response. See the schema `Envelope`. The Atlas page gives the default as false; the Cloud Manager
                 *     pages print None.
                 *
                 *     The HTTP status of an enveloped answer is not documented, nor is where an error goes *(unknown)*: be ready for a 2xx
                 *     whose body's `status` is an error, for a bare error, and for a 204 without a body, which is what the Cloud Manager page
                 *     for organization secrets shows for `?envelope=true`.
                 * @example true
                 */
                envelope?: components["parameters"]["envelope"];
                /**
                 * @description Whether a JSON body is formatted with line breaks and indentation. Its meaning stays the same.
                 * @example true
                 */
                pretty?: components["parameters"]["pretty"];
                /**
                 * @description Number of a page of results, counted from 1. The Cloud Manager pages list it for every operation; it has no meaning for
                 *     one that returns no list *(inferred)*, and the Atlas page does not have it. The minimum is our reading of "1-index based".
                 * @example 1
                 */
                pageNum?: components["parameters"]["pageNum"];
                /**
                 * @description Number of results on a page, at most 500. The Cloud Manager pages list it for every operation; it has no meaning for one
                 *     that returns no list *(inferred)*, and the Atlas page does not have it. The minimum is *(inferred)*.
                 * @example 100
                 */
                itemsPerPage?: components["parameters"]["itemsPerPage"];
            };
            header?: never;
            path: {
                /**
                 * @description The project, also called group: a group id is a project id. `GET /groups` lists the projects that the caller has access to.
                 *     The pattern is that of the Atlas page; the Cloud Manager pages say only that it is a string.
                 * @example 32b6e34b3d91647abb20e7b8
                 */
                groupId: components["parameters"]["groupId"];
                /**
                 * @description The API key's id, as `GET /groups/{groupId}/apiKeys` lists it; neither its public nor its private key.
                 *     The pattern is that of the Atlas description; the Cloud Manager page says only that it is a string.
                 * @example 5d1d12c087d9d63e6d682438
                 */
                apiKeyId: components["parameters"]["apiKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["EmptyOrEnveloped"];
            204: components["responses"]["NoContent"];
            400: components["responses"]["ApiKeyBadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ProjectNotFound"];
            429: components["responses"]["ProjectTooManyRequests"];
            500: components["responses"]["InternalServerError"];
        };
    };
}
