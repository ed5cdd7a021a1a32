// Names that a guide may use without saying where they come from.
declare const orgId: string;
declare const groupId: string;
declare const clientId: string;
declare const clientSecret: string;
declare const secretId: string;
declare const apiKeyId: string;
declare const publicKey: string;
declare const privateKey: string;
declare function readToken(): Promise<string>;
