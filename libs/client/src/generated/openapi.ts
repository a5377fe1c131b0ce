// Written by `npm run generate` from the code; do not edit.
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys for the verification of access tokens
         * @description RFC 7517.
         */
        get: operations["getJwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metadata of the authorization server
         * @description RFC 8414.
         */
        get: operations["getAuthorizationServerMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/webauthn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The sites where passkeys of this service may be used
         * @description WebAuthn Level 3 §5.11: browsers read it where the page is not on the domain of the passkeys.
         */
        get: operations["getRelatedOrigins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account": {
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
         * Delete the own account
         * @description Deletes all personal data at once and revokes every token. The audit log keeps ids and actions. It can not be undone.
         */
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/account/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the own personal data as a file
         * @description Without secrets: no password hash, no token.
         */
        get: operations["exportAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assign-role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign a role to a user
         * @description The route that CollabSphere’s clients use; the role by name or id.
         */
        post: operations["assignRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log
         * @description The newest first. For users who are not of a lower rank it omits what the lists of users and sessions omit.
         */
        get: operations["listAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-log/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The state of the hash chain
         * @description With the result of the last verification that was asked for here.
         */
        get: operations["getAuditChain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-log/chain/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the hash chain
         * @description A job verifies every entry in the database; the result is then in `GET /api/audit-log/chain`.
         */
        post: operations["verifyAuditChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-log/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export the audit log
         * @description With the filters of the audit log, and without what it hides from you. A job writes the file; ask `GET /api/exports/{id}` until its state is `done`. It is deleted after a day.
         */
        post: operations["exportAuditLog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-log/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an entry of the audit log
         * @description For users who are not of a lower rank it omits what the lists of users and sessions omit.
         */
        get: operations["getAuditEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/authorization/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the authorization events
         * @description Server-Sent Events: first a `snapshot`, then each event when it is committed, and a `heartbeat` every 5 s. `reconnect` is the last one, when the token is no longer valid or the process stops. See docs/services.md.
         */
        get: operations["streamAuthorizationEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/authorization/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the services that follow the authorization events
         * @description One entry for each open stream, on all processes, as of the last 5 s.
         */
        get: operations["listFollowers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/branding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the name, the colour and the languages of the platform
         * @description By the settings of the operator; for sign-in pages.
         */
        get: operations["getBranding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the own devices
         * @description Last active first. A device is its session.
         */
        get: operations["listDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a device, or change its push address
         * @description Omitted fields stay unchanged; `"push": null` ends pushes. A token or endpoint of another device or account moves to this device.
         */
        put: operations["updateDevice"];
        post?: never;
        /**
         * Remove a device
         * @description Its session ends, and its push token is deleted.
         */
        delete: operations["deleteDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/email/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the e-mail address
         * @description Mails a link to the new address and a notice to the old one.
         */
        post: operations["requestEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/email/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the new e-mail address
         * @description With the token from the mail: once, within 24 h.
         */
        post: operations["confirmEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the own exports
         * @description The newest first.
         */
        get: operations["listExports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The state of an export
         * @description Of an own one only.
         */
        get: operations["getExport"];
        put?: never;
        post?: never;
        /**
         * Remove an export and its file
         * @description Of an own one only. An export that is running stops.
         */
        delete: operations["removeExport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the file of an export
         * @description Only who has asked for it. Each download is in the audit log.
         */
        get: operations["downloadExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/failed-jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List mails, pushes and other jobs that have failed
         * @description Those that are tried again and those that are given up; the oldest first. A push that a provider postpones is not one of them.
         */
        get: operations["listFailedJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/failed-jobs/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try failed jobs again
         * @description With the full number of attempts, the first one now.
         */
        post: operations["retryFailedJobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invitations
         * @description The newest first; until 90 days after they have expired.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite a person by e-mail
         * @description Mails a link that works once. The role must be one that the caller may assign. An open invitation of the same mailbox is replaced.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an invitation is for
         * @description With the token from the mail, for a registration form. It does not use the invitation.
         */
        post: operations["previewInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/{id}": {
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
         * Revoke an invitation
         * @description One’s own, or one with a role that the caller may assign. Its link stops working at once.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in on a device
         * @description Starts a session. A session of the same user with the same `device_token` is replaced. An account with a second factor is answered `mfa_required` with `mfa_token`, `methods` and `expires_in`: go on with `POST /api/login/mfa`.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in: the second factor
         * @description The second step after `mfa_required`, within 5 minutes and 5 tries. A wrong code is answered `invalid_code` with `attempts_left`. The session is on the device that the login named.
         */
        post: operations["loginMfa"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description Ends this session: its tokens are refused, its sockets closed, its push token deleted. A session cookie is cleared, and its session ended, with an expired access token or none too; `Origin` is checked then.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{language}/{namespace}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the messages of one part in one language
         * @description In the ICU message format. `GET /api/branding` lists the languages.
         */
        get: operations["getMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own second factors */
        get: operations["getMfa"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mfa/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make ten new recovery codes
         * @description The old ones are void. Each replaces a second factor once. Trusted devices are void too.
         */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mfa/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set up an authenticator app
         * @description A new secret (RFC 6238: SHA-1, 6 digits, 30 s), to be confirmed with a code within 10 minutes.
         */
        post: operations["startTotp"];
        /**
         * Remove the authenticator app
         * @description Where it is the last second factor, the recovery codes and trusted devices go too.
         */
        delete: operations["removeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mfa/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the authenticator app with its first code
         * @description From now on a login needs a second factor. Where it is the first one, all other sessions end, and ten recovery codes are made.
         */
        post: operations["confirmTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mfa/trusted-devices": {
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
         * Trust no device any more
         * @description The next login on each of them needs the second factor.
         */
        delete: operations["removeTrustedDevices"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the serving processes
         * @description The one that started first comes first. A killed process is listed as lost for an hour.
         */
        get: operations["listNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notification-preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the notification preferences
         * @description Includes the defaults of settings that the user has not chosen.
         */
        get: operations["getNotificationPreferences"];
        /**
         * Edit the notification preferences
         * @description Omitted fields stay unchanged; `"quiet_hours": null` removes them. Security mails can not be turned off.
         */
        put: operations["updateNotificationPreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a notification to up to 1,000 users
         * @description For services. The same as for a single user.
         */
        post: operations["sendNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a passkey
         * @description The user can sign in with it alone, and a login by password needs a second factor from now on. Where it is the first one, all other sessions end, and ten recovery codes are made. At most 20 for each account.
         */
        post: operations["registerPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/passkeys/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to sign in with a passkey, or to register one
         * @description Without a token: `options` for a sign-in, with autofill too. With a token the answer has `creation_options` as well, to register a passkey with the same `challenge_id`; and `challenge_id` may go to `POST /api/reauthenticate`.
         */
        post: operations["createPasskeyChallenge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/passkeys/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a passkey
         * @description No password and no second factor: the passkey has verified its user. Every wrong proof is answered `invalid_passkey`. A challenge is used up by the first answer to it, right or wrong.
         */
        post: operations["loginWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/passkeys/{id}": {
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
         * Remove a passkey
         * @description Where it is the last second factor, the recovery codes and trusted devices go too.
         */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        /** Rename a passkey */
        patch: operations["renamePasskey"];
        trace?: never;
    };
    "/api/password/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password
         * @description Ends every other session.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a link to reset the password
         * @description The answer is always the same.
         */
        post: operations["forgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset the password
         * @description With the token from the mail: once, within 1 h. Ends every session.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the presence of users
         * @description In the requested order, on one page. An unknown id is answered like an offline user.
         */
        get: operations["listPresence"];
        /**
         * Set the own status
         * @description Replaces the previous status, text included. A user who is `invisible` appears offline to all others.
         */
        put: operations["setPresence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/presence/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report activity
         * @description For clients without a socket: online for 90 seconds, as after any other request. For a session that has had a socket, requests from before the socket closed are ignored.
         */
        post: operations["sendHeartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the own profile
         * @description The account as its owner sees it.
         */
        get: operations["getProfile"];
        /**
         * Edit the own profile
         * @description The same as PATCH.
         */
        put: operations["replaceProfile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Edit the own profile
         * @description Omitted fields stay unchanged.
         */
        patch: operations["updateProfile"];
        trace?: never;
    };
    "/api/profile/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload an avatar
         * @description PNG, JPEG, WebP or GIF, at most 5 MB and 40 megapixels; kept as a WebP of 512×512 without metadata.
         */
        put: operations["uploadAvatar"];
        post?: never;
        /**
         * Remove the avatar
         * @description The file is deleted.
         */
        delete: operations["deleteAvatar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/push/web-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public key for Web Push subscriptions
         * @description `applicationServerKey` of `pushManager.subscribe()` (RFC 8292).
         */
        get: operations["getWebPushKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reauthenticate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Authenticate again
         * @description After 401 `step_up_required`: with the password, or with `method` and its proof. The answer has new tokens of the same session. Where `acr_values` is `aal2` and the session has used one factor, send a second factor. A wrong proof is 400 `validation_failed` with `wrong_password`, `wrong_code` or `wrong_assertion`.
         */
        post: operations["reauthenticate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reauthenticate/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to authenticate again with a passkey
         * @description What the browser needs for `navigator.credentials.get()`. 404 where the account has no passkeys.
         */
        post: operations["getReauthenticationOptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register
         * @description Assigns the default role, signs the device in, and sends the verification mail. With an invitation the role of it is given too, and the address is verified. With `REGISTRATION_PRIVACY=strict` the answer is 202 without tokens, whether the address is free or taken; an invitation is answered 201.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/resend-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the verification mail again
         * @description Signed in: `{}`. Signed out: the address. The answer is always the same.
         */
        post: operations["resendVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all roles
         * @description By descending priority.
         */
        get: operations["listRoles"];
        put?: never;
        /**
         * Create a role
         * @description The role must be below your own rank and grant no permission that you lack.
         */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a user could do with other roles
         * @description Changes nothing. Name a user, a set of roles, or both; and a role as it would be after an edit. Whether you may make the change is decided when you make it.
         */
        post: operations["simulatePermissions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a role
         * @description Send the `ETag` as `If-Match` of an edit.
         */
        get: operations["getRole"];
        put?: never;
        post?: never;
        /**
         * Remove a role
         * @description Removed from all users who have it, at once.
         */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /**
         * Edit a role
         * @description Omitted fields stay unchanged. Effective on the next request of every user with the role.
         */
        patch: operations["updateRole"];
        trace?: never;
    };
    "/api/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all services
         * @description By name.
         */
        get: operations["listServices"];
        put?: never;
        /**
         * Create a service
         * @description It gets access tokens at `POST /oauth/token`. The secret is shown only in this answer.
         */
        post: operations["createService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/services/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a service
         * @description With its scopes and the metadata of its secrets, never the secrets.
         */
        get: operations["getService"];
        put?: never;
        post?: never;
        /**
         * Remove a service
         * @description Its tokens are revoked and its event streams closed at once.
         */
        delete: operations["deleteService"];
        options?: never;
        head?: never;
        /**
         * Edit a service
         * @description Omitted fields stay unchanged. Tokens with a removed scope are revoked at once.
         */
        patch: operations["updateService"];
        trace?: never;
    };
    "/api/services/{id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a secret
         * @description For rotation: deploy the new one, then remove the old one. Shown only in this answer.
         */
        post: operations["createServiceSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/services/{id}/secrets/{secret_id}": {
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
         * Remove a secret
         * @description Tokens issued for it are revoked at once.
         */
        delete: operations["deleteServiceSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the own sessions
         * @description Last active first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End all other own sessions
         * @description Their access tokens are refused at once, and their sockets closed.
         */
        delete: operations["revokeOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/disown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report an unrecognized session
         * @description With the token from the mail about a new device: ends that session, and mails a link to choose a new password.
         */
        post: operations["reportUnrecognizedSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{id}": {
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
         * End one of the own sessions
         * @description Its access tokens are refused at once, and its sockets closed.
         */
        delete: operations["revokeSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The settings that this process was started with
         * @description Of secrets only whether they are set. Settings are changed in the environment.
         */
        get: operations["listSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the first owner
         * @description With the link that the service logs at its start while there is no owner. The address counts as verified. Once there is an owner every link is invalid.
         */
        post: operations["setUpOwner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Whether a set-up link is valid
         * @description Does not use the link.
         */
        post: operations["previewSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the keys of access tokens
         * @description Those that are in use, and those that have retired within a day. Never the private keys.
         */
        get: operations["listSigningKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signing-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new key of access tokens
         * @description The old keys stay in the key set until their last token has expired. No token becomes invalid.
         */
        post: operations["rotateSigningKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/signing-keys/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw all keys of access tokens
         * @description For a key that has leaked. All access tokens are refused at once, the one of this request included; every client has to refresh.
         */
        post: operations["withdrawSigningKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Numbers of the service
         * @description Counts only, of no person. Counts by the hour are up to 10 s behind, those of processes 5 s.
         */
        get: operations["getStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/token/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for new tokens
         * @description Sent again within 10 s, or until the successor or its access token has been presented to this service, a refresh token gets the same successor (two tabs, lost answers). After that it is reuse and ends the session. Without `refresh` the token of the session cookie is used, and the cookie gets the new one.
         */
        post: operations["refreshToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List and search users
         * @description The filters are combined (AND); keyset pagination.
         */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do something to many users
         * @description One transaction and one audit entry for each user. What is refused for one is done for the others. `ban` and `unban` need `can_ban_users`, all others `can_manage_users`.
         */
        post: operations["runBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/bulk/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an action on many users would answer for each of them
         * @description Changes nothing. `ban` and `unban` need `can_ban_users`, all others `can_manage_users`.
         */
        post: operations["previewBulkAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export the users that match a filter
         * @description With the filters of the list of users. A job writes the file; ask `GET /api/exports/{id}` until its state is `done`. It is deleted after a day.
         */
        post: operations["exportUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a user
         * @description All fields for callers who may moderate, ban or manage users; the public profile for all others.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Delete a user
         * @description With its sessions, devices and avatar; the audit log keeps the id.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Edit a user
         * @description Omitted fields stay unchanged. The password can not be set.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/users/{id}/ban": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ban a user
         * @description Ends every session at once. With `until` the ban expires then.
         */
        post: operations["banUser"];
        /**
         * Lift a ban
         * @description The user may sign in again. Without a ban nothing changes.
         */
        delete: operations["unbanUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/mfa": {
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
         * Remove all second factors of a user
         * @description For a user who has lost them. Authenticator app, passkeys, recovery codes and trusted devices go, all sessions end, and the user gets a mail. The password stays.
         */
        delete: operations["resetUserMfa"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the notes about a user
         * @description For moderators of higher rank. The newest first.
         */
        get: operations["listUserNotes"];
        put?: never;
        /**
         * Add a note about a user
         * @description Moderators of higher rank can read it. At most 500 for each user.
         */
        post: operations["addUserNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/notes/{note_id}": {
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
         * Remove a note about a user
         * @description By its author, or with `can_manage_users`.
         */
        delete: operations["removeUserNote"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a notification to a user
         * @description For services. Delivered to open apps if there are any, else to devices, else by mail, by the user’s preferences; in quiet hours without sound, or later. The answer does not depend on whether the user is online, except with `only_if_offline`.
         */
        post: operations["sendNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a user a link to reset the password
         * @description The admin does not choose the password.
         */
        post: operations["sendPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a user may do, and which roles it comes from
         * @description Every flag, and every custom permission that a role of the user has a value for.
         */
        get: operations["explainUserPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Assign a role to a user
         * @description Effective on the next request. Idempotent.
         */
        put: operations["addUserRole"];
        post?: never;
        /**
         * Remove a role from a user
         * @description Effective on the next request.
         */
        delete: operations["removeUserRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the sessions of a user
         * @description Last active first.
         */
        get: operations["listUserSessions"];
        put?: never;
        post?: never;
        /**
         * End all sessions of a user
         * @description Their access tokens are refused at once, and their sockets closed.
         */
        delete: operations["revokeUserSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the e-mail address
         * @description With the token from the mail: once, within 24 h.
         */
        post: operations["verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/verify-email/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify the e-mail address (old clients)
         * @deprecated
         * @description The same as `POST /api/verify-email`, for clients of CollabSphere, which open the link themselves.
         */
        get: operations["verifyEmailByLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/avatars/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an avatar
         * @description A WebP image; the URL changes with each upload.
         */
        get: operations["getAvatar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Liveness
         * @description Checks no dependency.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readiness
         * @description 503 while the process starts or stops, or a dependency is unavailable.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description Requires `METRICS_TOKEN` as bearer token if that is set; closed in production without it.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Introspect a token
         * @description RFC 7662, for services that can not verify a JWT themselves; any service may ask. The user’s data is current, not the token’s.
         */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a token
         * @description RFC 7009. A service revokes its own access token. A client app, which has no secret and sends `client_id=collabsphere`, ends the session of the access or refresh token. An unknown or expired token gets the same answer.
         */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue an access token to a service
         * @description RFC 6749 §4.4. The client is authenticated by HTTP Basic, or by `client_id` and `client_secret`.
         */
        post: operations["issueToken"];
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
        AcceptedNotification: {
            /**
             * Format: uuid
             * @description Id of the notification; devices receive it too.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @description Devices that receive it, unless an open app of the user shows it. */
            devices: components["schemas"]["TargetDevice"][];
            skipped: components["schemas"]["SkippedDevice"][];
        };
        AcceptedNotificationBatch: {
            /**
             * Format: uuid
             * @description Id of the notification; devices receive it too.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /**
             * @description How many of the users exist.
             * @example 998
             */
            users: number;
            /**
             * @description How many do not exist.
             * @example 2
             */
            unknown_users: number;
            /**
             * @description How many devices receive it.
             * @example 2310
             */
            devices: number;
            /**
             * @description How many devices do not receive it, by reason.
             * @example {
             *       "no_push_token": 41,
             *       "switched_off": 3
             *     }
             */
            skipped: {
                [key: string]: number;
            };
        };
        AccessToken: {
            /**
             * @description Access token: a JWT (RFC 9068), sent as `Authorization: Bearer`. Its claim `generation` is internal to this service.
             * @example eyJhbGciOiJFUzI1NiIs…
             */
            access: string;
            /** @example Bearer */
            token_type: string;
            /**
             * @description The access token’s lifetime in seconds.
             * @example 600
             */
            expires_in: number;
        };
        AccountDeletion: {
            /**
             * Format: password
             * @description The current password.
             * @example securepass123
             */
            password: string;
        };
        AccountExport: {
            /**
             * @description Version of this form.
             * @example 1
             */
            format: number;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            exported_at: string;
            /** @description Entries with the user as actor or subject; the oldest first. Data of other users is omitted: `details` if the subject is another user, `ip` and `user_agent` if the actor is. */
            audit_log: components["schemas"]["AuditEntry"][];
            /** @description Invitations sent, and the one that was accepted. */
            invitations: components["schemas"]["Invitation"][];
            /** @description Links that were mailed, without their tokens. */
            mailed_links: components["schemas"]["MailedLink"][];
            /** @description What moderators wrote about the user; the oldest first. */
            moderator_notes: components["schemas"]["OwnNote"][];
            notification_preferences: components["schemas"]["NotificationPreferences"];
            /** @description The manual status. */
            presence: components["schemas"]["ManualPresence"];
            profile: components["schemas"]["OwnAccount"];
            /** @description Second factors, without their secrets. */
            second_factors: components["schemas"]["OwnFactors"];
            /** @description Sessions (devices), for a month after their end; the newest first. */
            sessions: components["schemas"]["OwnSession"][];
        };
        ActivityPoint: {
            /**
             * Format: date-time
             * @description When the hour or the day (UTC) begins.
             * @example 2026-11-23T09:00:00.000Z
             */
            from: string;
            /**
             * @description Sessions that were started by a sign-in.
             * @example 120
             */
            sign_ins: number;
            /**
             * @description Wrong passwords, codes and passkeys.
             * @example 7
             */
            sign_in_failures: number;
            /**
             * @description New accounts.
             * @example 3
             */
            registrations: number;
            /**
             * @description Bans.
             * @example 1
             */
            bans: number;
            /**
             * @description Pushes that a provider has accepted.
             * @example 45
             */
            pushes_sent: number;
            /**
             * @description Pushes that were given up.
             * @example 0
             */
            pushes_failed: number;
        };
        AdminUser: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example user123 */
            username: string;
            /** @example John Doe */
            full_name: string;
            /**
             * Format: uri
             * @description URL of a WebP image of 512×512; the image of a URL never changes.
             * @example https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp
             */
            avatar: string | null;
            /** @example Likes tea. */
            bio: string;
            /** @example true */
            is_online: boolean;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_seen: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            date_joined: string;
            /** @description The role of highest priority. */
            role: components["schemas"]["Role"] | null;
            /** @description All roles, the highest first. */
            roles: components["schemas"]["Role"][];
            /**
             * Format: idn-email
             * @example user@example.com
             */
            email: string;
            /** @example true */
            email_verified: boolean;
            /**
             * @description The language (BCP 47) that the user chose for mails and notices.
             * @example de
             * @enum {string|null}
             */
            locale: "de" | "en" | null;
            /**
             * @description Whether the account is active; `false` if an admin has deactivated it.
             * @example true
             */
            is_active: boolean;
            /**
             * @description The second factors that are set; empty without one.
             * @example [
             *       "totp"
             *     ]
             */
            mfa_methods: ("totp" | "webauthn")[];
            /** @description The ban that is in force. */
            ban: components["schemas"]["Ban"] | null;
        };
        AdminUserEdit: {
            /**
             * @description Unique without regard to case and to characters that look alike (UTS #39): letters of one script, or of Latin and Chinese, Japanese or Korean; digits and `_ . -`.
             * @example user123
             */
            username?: string | null;
            /**
             * @description Name to show.
             * @example John Doe
             */
            full_name?: string | null;
            /**
             * @description About the person.
             * @example Likes tea.
             */
            bio?: string | null;
            /**
             * @description The language (BCP 47) of mails and notices to the user. An empty text removes the choice. At a registration the default is the language of `Accept-Language`.
             * @example de
             * @enum {string|null}
             */
            locale?: "de" | "en" | "" | null;
            /**
             * @description `false` deactivates the account and ends its sessions.
             * @example true
             */
            is_active?: boolean | null;
        };
        AdminUserPage: {
            items: components["schemas"]["AdminUser"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        AuditChain: {
            /**
             * @description Entries in the database.
             * @example 1027
             */
            entries: number;
            /**
             * @description Above 1 where earlier ones were archived.
             * @example 1
             */
            first_entry: number;
            /**
             * @description SHA-256 of the newest entry. Kept elsewhere, it proves later that nothing before it was rewritten.
             * @example e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
             */
            head: string;
            /** @description The last verification. */
            verification: components["schemas"]["AuditVerification"] | null;
        };
        AuditEntry: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            at: string;
            /** @example user.ban */
            action: string;
            /**
             * Format: uuid
             * @description The actor; `null` is the system or an operator.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            actor: string | null;
            /**
             * Format: uuid
             * @description Id of the subject.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            subject: string | null;
            /**
             * @description Such as the values before and after. If the reader may not see the subject’s sessions: only roles and bans.
             * @example {
             *       "reason": "Spam",
             *       "until": null
             *     }
             */
            details: {
                [key: string]: unknown;
            };
            /**
             * @description User agent and request are included only if the reader may see the actor’s sessions.
             * @example 203.0.113.7
             */
            ip: string | null;
            /** @example curl/8.5.0 */
            user_agent: string | null;
            /** @example 5f0c8f3e-6c58-4c3b-9d0a-6f2f4f0f3c11 */
            request_id: string | null;
        };
        AuditEntryPage: {
            items: components["schemas"]["AuditEntry"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        AuditVerification: {
            /**
             * @description `running` until the one that was asked for last has finished.
             * @example whole
             * @enum {string}
             */
            state: "running" | "whole" | "broken";
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            requested_at: string;
            /**
             * Format: date-time
             * @description Of the last one that has finished, as all below.
             * @example 2026-11-23T09:30:00.000Z
             */
            finished_at: string | null;
            /**
             * @description Entries that are valid.
             * @example 1027
             */
            entries: number | null;
            /**
             * @description The first entry that was edited or is missing.
             * @example null
             */
            broken_at: number | null;
            /** @example e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 */
            head: string | null;
        };
        AuthorizationServerMetadata: {
            /** @example https://auth.example.com */
            issuer: string;
            /** @example https://auth.example.com/oauth/token */
            token_endpoint: string;
            /** @example https://auth.example.com/oauth/introspect */
            introspection_endpoint: string;
            /** @example https://auth.example.com/oauth/revoke */
            revocation_endpoint: string;
            /** @example https://auth.example.com/.well-known/jwks.json */
            jwks_uri: string;
            /**
             * @example [
             *       "client_credentials"
             *     ]
             */
            grant_types_supported: string[];
            /**
             * @description There is no authorization endpoint.
             * @example []
             */
            response_types_supported: string[];
            /**
             * @example [
             *       "authorization.read",
             *       "push.send"
             *     ]
             */
            scopes_supported: ("authorization.read" | "push.send")[];
            /**
             * @example [
             *       "client_secret_basic",
             *       "client_secret_post"
             *     ]
             */
            token_endpoint_auth_methods_supported: string[];
            /**
             * @example [
             *       "client_secret_basic",
             *       "client_secret_post"
             *     ]
             */
            introspection_endpoint_auth_methods_supported: string[];
            /**
             * @description `none`: client apps revoke their own sessions’ tokens as `client_id=collabsphere`.
             * @example [
             *       "client_secret_basic",
             *       "client_secret_post",
             *       "none"
             *     ]
             */
            revocation_endpoint_auth_methods_supported: string[];
            /**
             * @description RFC 9470: `aal2` is with two factors.
             * @example [
             *       "aal1",
             *       "aal2"
             *     ]
             */
            acr_values_supported: ("aal1" | "aal2")[];
            /** @example https://auth.example.com/docs */
            service_documentation: string;
        };
        Ban: {
            /** @example Spam */
            reason: string;
            /**
             * Format: date-time
             * @description When it expires.
             * @example null
             */
            until: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            banned_at: string;
        };
        BanRequest: {
            /**
             * @description Why.
             * @example Spam
             */
            reason: string;
            /**
             * Format: date-time
             * @description When the ban expires; permanent if omitted.
             * @example 2027-01-01T00:00:00.000Z
             */
            until?: string | null;
        };
        Branding: {
            /** @example CollabSphere */
            name: string;
            /**
             * @description Has enough contrast to white for text.
             * @example #3b4fd8
             */
            color: string;
            /**
             * Format: uri
             * @example https://auth.example.com/pages/logo
             */
            logo: string | null;
            support: components["schemas"]["Support"];
            /**
             * @description BCP 47 tags of the languages of the service.
             * @example [
             *       "de",
             *       "en"
             *     ]
             */
            languages: string[];
            /**
             * @description Of people who chose none of these.
             * @example en
             */
            default_language: string;
        };
        BrowserRegistrationResult: {
            user: components["schemas"]["User"];
            /**
             * @description The caller’s current flags and custom permissions.
             * @example {
             *       "can_moderate": false,
             *       "can_manage_users": false,
             *       "can_manage_roles": false,
             *       "can_delete_messages": false,
             *       "can_ban_users": false
             *     }
             */
            permissions: {
                [key: string]: boolean | number | string;
            };
            /** @example Welcome! Please open the link in the mail that we sent you. */
            message: string;
            tokens: components["schemas"]["AccessToken"];
        };
        BrowserSignInResult: {
            user: components["schemas"]["User"];
            /**
             * @description The caller’s current flags and custom permissions.
             * @example {
             *       "can_moderate": false,
             *       "can_manage_users": false,
             *       "can_manage_roles": false,
             *       "can_delete_messages": false,
             *       "can_ban_users": false
             *     }
             */
            permissions: {
                [key: string]: boolean | number | string;
            };
            tokens: components["schemas"]["AccessToken"];
        };
        BulkAction: {
            /**
             * @description What is done to each of them.
             * @example add_role
             * @enum {string}
             */
            action: "ban" | "unban" | "add_role" | "remove_role" | "end_sessions" | "delete";
            /**
             * @description Whom it is done to.
             * @example [
             *       "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41"
             *     ]
             */
            user_ids: string[];
            /** @description Why they are banned; required for `ban`. */
            reason?: string | null;
            /**
             * Format: date-time
             * @description When the ban expires; permanent if omitted.
             */
            until?: string | null;
            /**
             * @description Name or id of the role; required for `add_role` and `remove_role`.
             * @example moderator
             */
            role?: string | null;
        };
        BulkPreview: {
            /** @description In the order of the request, each user once. */
            items: components["schemas"]["BulkPreviewItem"][];
            /** @example 1 */
            allowed: number;
            /** @example 0 */
            refused: number;
        };
        BulkPreviewItem: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            user_id: string;
            /** @example true */
            allowed: boolean;
            /**
             * @description `false` if it would change nothing, such as a role that they have.
             * @example true
             */
            changes: boolean;
            /**
             * @description Why not: the code of the problem that the call for one user answers.
             * @example null
             */
            code: string | null;
            /**
             * @description The same in words.
             * @example null
             */
            detail: string | null;
        };
        BulkResult: {
            /** @description In the order of the request, each user once. */
            items: components["schemas"]["BulkResultItem"][];
            /** @example 1 */
            done: number;
            /** @example 0 */
            refused: number;
        };
        BulkResultItem: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            user_id: string;
            /**
             * @description Whether it is done.
             * @example true
             */
            done: boolean;
            /**
             * @description Why not: the code of the problem that the call for one user answers.
             * @example null
             */
            code: string | null;
            /**
             * @description The same in words.
             * @example null
             */
            detail: string | null;
        };
        CreatedService: {
            /**
             * Format: uuid
             * @description Its `client_id`.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example messages */
            name: string;
            /**
             * @example [
             *       "authorization.read"
             *     ]
             */
            scopes: ("authorization.read" | "push.send")[];
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: uuid
             * @description Id of the user who created it.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            created_by: string | null;
            /** @description At most 5 that have not expired; the oldest first. */
            secrets: components["schemas"]["ServiceSecret"][];
            /**
             * Format: uuid
             * @description The same as `id`.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            client_id: string;
            /**
             * @description Shown only in this answer; only its hash is stored.
             * @example wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk
             */
            client_secret: string;
        };
        CreatedServiceSecret: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example null
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description Rounded to the hour. An unused secret can be removed.
             * @example 2026-11-23T09:30:00.000Z
             */
            last_used_at: string | null;
            /**
             * @description Shown only in this answer; only its hash is stored.
             * @example wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk
             */
            client_secret: string;
        };
        DataExport: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /**
             * @example users
             * @enum {string}
             */
            kind: "users" | "audit_log";
            /**
             * @example csv
             * @enum {string}
             */
            format: "csv" | "ndjson";
            /**
             * @description As it was asked for.
             * @example {
             *       "role": "moderator"
             *     }
             */
            filter: {
                [key: string]: unknown;
            };
            /**
             * @description The file is there when it is `done`.
             * @example running
             * @enum {string}
             */
            state: "waiting" | "running" | "done" | "failed";
            /**
             * @description Rows that are written.
             * @example 2000
             */
            rows: number;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example null
             */
            finished_at: string | null;
            /**
             * Format: date-time
             * @description When the file is deleted.
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_at: string;
        };
        DataExportPage: {
            items: components["schemas"]["DataExport"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        Device: {
            /**
             * Format: uuid
             * @description The same as its session’s id.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example John's phone */
            name: string;
            /**
             * @example ios
             * @enum {string|null}
             */
            type: "web" | "ios" | "android" | "desktop" | null;
            /**
             * @description Whether it receives pushes. The push address is never returned.
             * @example true
             */
            push_enabled: boolean;
            /**
             * @description The push transport.
             * @example webpush
             * @enum {string|null}
             */
            push_kind: "fcm" | "webpush" | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_active_at: string;
            /**
             * @description Whether it is the session of this request.
             * @example false
             */
            current: boolean;
        };
        DeviceEdit: {
            /**
             * @description The name that its owner chose.
             * @example John's phone
             */
            name?: string | null;
            /**
             * @description Kind of device.
             * @example ios
             * @enum {string|null}
             */
            type?: "web" | "ios" | "android" | "desktop" | null;
            /** @description FCM token, as at login; `null` removes it. The same as `push` with the kind `fcm`. */
            device_token?: string | null;
            /**
             * @description The push address: an FCM token, or the Web Push subscription of a browser; `null` removes it.
             * @example {
             *       "kind": "webpush",
             *       "subscription": {
             *         "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABh",
             *         "keys": {
             *           "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
             *           "auth": "BTBZMqHH6r4Tts7J_aSIgg"
             *         }
             *       }
             *     }
             */
            push?: components["schemas"]["PushEdit"] | null;
        };
        DevicePage: {
            items: components["schemas"]["Device"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        EmailChange: {
            /**
             * Format: idn-email
             * @description The new address.
             * @example user@example.com
             */
            new_email: string;
            /**
             * Format: password
             * @description The current password.
             * @example securepass123
             */
            password: string;
        };
        EmailConfirmation: {
            /**
             * @description The token from the mail.
             * @example Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM
             */
            token: string;
        };
        EmailVerification: {
            /**
             * @description The token from the mail.
             * @example Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM
             */
            token: string;
        };
        ExplainedPermission: {
            /**
             * @description A flag or a custom permission.
             * @example can_ban_users
             */
            permission: string;
            /**
             * @description The value that counts.
             * @example true
             */
            value: boolean | number | string;
            /**
             * @description Whether the value is `true`, above 0 or not empty.
             * @example true
             */
            granted: boolean;
            /** @description The roles that it comes from; by falling priority. */
            sources: components["schemas"]["PermissionSource"][];
        };
        FailedJob: {
            /** @example 4711 */
            id: string;
            /**
             * @example mail
             * @enum {string}
             */
            kind: "mail" | "push" | "other";
            /**
             * @description The template of a mail. What is in it is encrypted.
             * @example verify-email
             */
            name: string | null;
            /** @example 3 */
            attempts: number;
            /** @example 21 */
            max_attempts: number;
            /**
             * Format: date-time
             * @description The next attempt; `null` if it is given up.
             * @example 2026-11-23T09:30:00.000Z
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * @description Without addresses of people and without paths of links.
             * @example connect ECONNREFUSED 127.0.0.1:25
             */
            last_error: string | null;
        };
        FailedJobPage: {
            items: components["schemas"]["FailedJob"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        Follower: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /**
             * Format: uuid
             * @description The process that it follows.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            node_id: string;
            /**
             * Format: uuid
             * @description Id of the service.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            client_id: string;
            /**
             * @description Name of the service.
             * @example messages
             */
            name: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            connected_at: string;
            /**
             * @description Bytes that it has not read yet.
             * @example 0
             */
            unread_bytes: number;
            /**
             * @description Age of the oldest event that it has not read.
             * @example 0
             */
            lag_ms: number;
        };
        FollowerPage: {
            items: components["schemas"]["Follower"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        FollowersSummary: {
            /**
             * @description Open streams of authorization events.
             * @example 3
             */
            connected: number;
            /**
             * @description Age of the oldest event that a follower has not read.
             * @example 0
             */
            max_lag_ms: number;
        };
        ForgotPasswordRequest: {
            /**
             * Format: idn-email
             * @description E-mail address of the account.
             * @example user@example.com
             */
            email: string;
        };
        IntrospectionRequest: {
            /**
             * @description Required without HTTP Basic.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            client_id?: string;
            /**
             * @description The secret; only with `client_id`.
             * @example wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk
             */
            client_secret?: string;
            /** @example eyJhbGciOiJFUzI1NiIs… */
            token: string;
            /**
             * @description Only a hint: all token types are tried.
             * @example access_token
             */
            token_type_hint?: string;
        };
        IntrospectionResponse: {
            /**
             * @description Whether the token is valid now. If `false`, there are no other fields.
             * @example true
             */
            active: boolean;
            /** @description Only for a service’s token. */
            scope?: string;
            /**
             * @description `collabsphere` for a user’s token, the service for its own.
             * @example collabsphere
             */
            client_id?: string;
            /** @example Bearer */
            token_type?: string;
            /**
             * @description Seconds since 1970.
             * @example 1795426800
             */
            exp?: number;
            /**
             * @description Seconds since 1970.
             * @example 1795426200
             */
            iat?: number;
            /**
             * @description The user, or the service.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            sub?: string;
            /** @example collabsphere */
            aud?: string;
            /** @example https://auth.example.com */
            iss?: string;
            /** @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41 */
            jti?: string;
            /**
             * @description The user’s session.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            sid?: string;
            /**
             * @description Ids of the user’s current roles, which may differ from the token’s.
             * @example [
             *       "0193543d-0000-7000-8000-000000000000"
             *     ]
             */
            roles?: string[];
            /**
             * @description As it is now.
             * @example true
             */
            email_verified?: boolean;
            /**
             * @description When the user has last authenticated; seconds since 1970.
             * @example 1795426200
             */
            auth_time?: number;
            /**
             * @description How (RFC 8176).
             * @example [
             *       "pwd",
             *       "otp",
             *       "mfa"
             *     ]
             */
            amr?: string[];
            /**
             * @description `aal2`: with two factors.
             * @example aal2
             * @enum {string}
             */
            acr?: "aal1" | "aal2";
            /**
             * @description The user’s current flags and custom permissions.
             * @example {
             *       "can_moderate": false,
             *       "can_manage_users": false,
             *       "can_manage_roles": false,
             *       "can_delete_messages": false,
             *       "can_ban_users": false
             *     }
             */
            permissions?: {
                [key: string]: boolean | number | string;
            };
        };
        Invitation: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /**
             * Format: idn-email
             * @example user@example.com
             */
            email: string;
            /** @description Beside the default role. */
            role: components["schemas"]["InvitedRole"] | null;
            /** @example Welcome to the team! */
            message: string | null;
            /**
             * @description `revoked` also where the role was deleted.
             * @example pending
             * @enum {string}
             */
            state: "pending" | "accepted" | "expired" | "revoked";
            /** @description `null` where the account was deleted at this moment. */
            invited_by: components["schemas"]["Inviter"] | null;
            /**
             * Format: uuid
             * @description The new account.
             * @example null
             */
            accepted_by: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_at: string;
            /**
             * Format: date-time
             * @example null
             */
            accepted_at: string | null;
            /**
             * Format: date-time
             * @example null
             */
            revoked_at: string | null;
        };
        InvitationPage: {
            items: components["schemas"]["Invitation"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        InvitationPreview: {
            /**
             * Format: idn-email
             * @example user@example.com
             */
            email: string;
            /**
             * @description Full name of the inviter.
             * @example John Doe
             */
            invited_by: string;
            /**
             * @description Beside the default role.
             * @example moderator
             */
            role: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_at: string;
        };
        InvitationToken: {
            /**
             * @description The token from the mail.
             * @example Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM
             */
            token: string;
        };
        InvitedRole: {
            /**
             * Format: uuid
             * @description `null` once it was deleted.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string | null;
            /** @example moderator */
            name: string;
        };
        Inviter: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example user123 */
            username: string;
            /** @example John Doe */
            full_name: string;
        };
        JobRetry: {
            /**
             * @description What is tried again.
             * @example mail
             * @enum {string}
             */
            kind: "mail" | "push" | "other";
            /**
             * @description Which ones; all of the kind by default.
             * @example [
             *       "4711"
             *     ]
             */
            ids?: string[] | null;
        };
        KeyRotation: {
            /**
             * @description The new key.
             * @example oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U
             */
            kid: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            active_at: string;
            /**
             * Format: date-time
             * @description When the old keys leave the key set.
             * @example 2026-11-23T09:30:00.000Z
             */
            old_keys_retire_at: string;
        };
        KeyRotationRequest: {
            /**
             * @description Sign with the new key at once, though services may not know it yet. Otherwise in 5 minutes.
             * @example false
             */
            immediately?: boolean | null;
        };
        Login: {
            /**
             * @description Push token. A login with the same one replaces the session that had it.
             * @example fcm-token-123
             */
            device_token?: string | null;
            /**
             * @description Kind of device.
             * @example ios
             * @enum {string|null}
             */
            device_type?: "web" | "ios" | "android" | "desktop" | null;
            /**
             * @description The name that its owner chose.
             * @example John's phone
             */
            device_name?: string | null;
            /**
             * @description `cookie`, for browsers: the refresh token goes into an HttpOnly cookie and is not in the answer. The request needs an `Origin` of `CORS_ORIGINS` or of the service itself. `tokens`, the default: it is in the answer.
             * @example tokens
             * @enum {string|null}
             */
            session?: "tokens" | "cookie" | null;
            /**
             * Format: idn-email
             * @description E-mail address of the account.
             * @example user@example.com
             */
            email: string;
            /**
             * Format: password
             * @description The current password.
             * @example securepass123
             */
            password: string;
            /** @description Response to the challenge of 403 `challenge_required`. A response is accepted once. */
            challenge_response?: string | null;
            /**
             * @description The `known_device_token` of an earlier sign-in on this device. Wrong passwords from elsewhere do not delay it then.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…
             */
            known_device_token?: string | null;
            /**
             * @description From an earlier login with a second factor; this one then needs none.
             * @example mC3tJ9dK0xQwE5rT7yUiOpLkJhGfDsAzXcVbNm12345
             */
            trusted_device_token?: string | null;
        };
        MailedLink: {
            /** @example verify_email */
            purpose: string;
            /**
             * Format: idn-email
             * @description The address that it was mailed to.
             * @example user@example.com
             */
            email: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_at: string;
        };
        ManualPresence: {
            /**
             * @example dnd
             * @enum {string}
             */
            status: "online" | "away" | "dnd" | "invisible";
            /** @example In a meeting */
            text: string | null;
            /**
             * Format: date-time
             * @example null
             */
            until: string | null;
        };
        Message: {
            /**
             * @description A sentence for people.
             * @example Done.
             */
            message: string;
        };
        Mfa: {
            /**
             * @description Whether an authenticator app is set up.
             * @example true
             */
            totp: boolean;
            passkeys: components["schemas"]["Passkey"][];
            /**
             * @description Unused recovery codes.
             * @example 10
             */
            recovery_codes_left: number;
            /**
             * @description Devices that need no second factor for a login now.
             * @example 0
             */
            trusted_devices: number;
            /**
             * @description Whether a role of the user requires a second factor.
             * @example false
             */
            required: boolean;
        };
        MfaLogin: {
            /**
             * @description From the answer `mfa_required` of the login.
             * @example Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM
             */
            mfa_token: string;
            /**
             * @description How the second factor is proved.
             * @example totp
             * @enum {string}
             */
            method: "totp" | "webauthn" | "recovery_code";
            /**
             * @description For `totp` and `recovery_code`.
             * @example 492039
             */
            code?: string | null;
            /** @description For `webauthn`: an `AuthenticationResponseJSON`. */
            assertion?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Ask for a `trusted_device_token`, with which the next logins on this device need no second factor. Without effect where `MFA_TRUSTED_DEVICE_TTL` is 0, or a role of the user requires a second factor.
             * @example false
             */
            trust_device?: boolean | null;
            /**
             * @description `cookie`, for browsers: the refresh token goes into an HttpOnly cookie and is not in the answer. The request needs an `Origin` of `CORS_ORIGINS` or of the service itself. `tokens`, the default: it is in the answer.
             * @example tokens
             * @enum {string|null}
             */
            session?: "tokens" | "cookie" | null;
        };
        MfaSignInResult: {
            user: components["schemas"]["User"];
            tokens: components["schemas"]["Tokens"];
            /**
             * @description The caller’s current flags and custom permissions.
             * @example {
             *       "can_moderate": false,
             *       "can_manage_users": false,
             *       "can_manage_roles": false,
             *       "can_delete_messages": false,
             *       "can_ban_users": false
             *     }
             */
            permissions: {
                [key: string]: boolean | number | string;
            };
            /**
             * @description To be sent at the next sign-in on this device. It is no proof of anything else.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…
             */
            known_device_token: string;
            /**
             * @description Keep it as you keep the refresh token, and send it with the next login of this user.
             * @example mC3tJ9dK0xQwE5rT7yUiOpLkJhGfDsAzXcVbNm12345
             */
            trusted_device_token?: string;
        };
        NewAuditExport: {
            /**
             * Format: uuid
             * @description Id of the actor.
             */
            actor?: string | null;
            /**
             * Format: uuid
             * @description Id of the subject.
             */
            subject?: string | null;
            /**
             * @description Such as `user.ban`.
             * @example user.ban
             */
            action?: string | null;
            /**
             * Format: date-time
             * @description The earliest time.
             * @example 2026-11-23T00:00:00.000Z
             */
            since?: string | null;
            /**
             * @description `csv` for spreadsheets, with formulas made harmless; `ndjson`: one JSON object a line.
             * @example csv
             * @enum {string}
             */
            format: "csv" | "ndjson";
        };
        NewInvitation: {
            /**
             * Format: idn-email
             * @description Who is invited: only this address can register with the invitation.
             * @example user@example.com
             */
            email: string;
            /**
             * @description Name or id of a role that the account gets beside the default role.
             * @example moderator
             */
            role?: string | null;
            /**
             * @description For the mail.
             * @example Welcome to the team!
             */
            message?: string | null;
        };
        NewNote: {
            /**
             * @description What other moderators should know. The user’s export of personal data has it, without the author.
             * @example Warned for spam in #general.
             */
            text: string;
        };
        NewPasskeyRequest: {
            /**
             * Format: uuid
             * @description From `POST /api/passkeys/challenge`; once, within 5 minutes.
             * @example 8c1f7d2e-5b0a-4f3c-9e6d-2a4b6c8d0e1f
             */
            challenge_id: string;
            /**
             * @description A `RegistrationResponseJSON`.
             * @example {
             *       "id": "QHQyOzqKeA99y8449WZx1JaBYlzd_lo-dh1hP9GRCGg",
             *       "rawId": "QHQyOzqKeA99y8449WZx1JaBYlzd_lo-dh1hP9GRCGg",
             *       "type": "public-key",
             *       "response": {
             *         "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4u…",
             *         "attestationObject": "o2Nm…"
             *       },
             *       "clientExtensionResults": {}
             *     }
             */
            attestation: {
                [key: string]: unknown;
            };
            /**
             * @description What its owner calls it; by default the browser and system.
             * @example John's phone
             */
            name?: string | null;
        };
        NewRole: {
            /**
             * @description The purpose of the role.
             * @example Answers questions.
             */
            description?: string | null;
            /**
             * @description Higher outranks lower; below your own.
             * @example 10
             */
            priority?: number | null;
            /**
             * @description Whether its holders can do nothing without a second factor but set one.
             * @example false
             */
            require_mfa?: boolean | null;
            /**
             * @description May moderate conversations.
             * @example false
             */
            can_moderate?: boolean | null;
            /**
             * @description May manage users.
             * @example false
             */
            can_manage_users?: boolean | null;
            /**
             * @description May manage roles.
             * @example false
             */
            can_manage_roles?: boolean | null;
            /**
             * @description May delete the messages of others.
             * @example false
             */
            can_delete_messages?: boolean | null;
            /**
             * @description May ban users.
             * @example false
             */
            can_ban_users?: boolean | null;
            /**
             * @description Unique without regard to case and to characters that look alike (UTS #39).
             * @example helper
             */
            name: string;
            /**
             * @description At most 64 keys (`[a-z][a-z0-9_.:]{0,63}`, not one of the flags). Replaced as a whole. A permission is granted if its value is `true`, above 0 or not empty.
             * @example {
             *       "can_pin": true
             *     }
             */
            custom_permissions?: {
                [key: string]: boolean | number | string;
            };
        };
        NewService: {
            /**
             * @description Unique without regard to case and to characters that look alike (UTS #39).
             * @example messages
             */
            name: string;
            /**
             * @description `authorization.read`: Follow the authorization events: all roles, and which sessions and claims no longer hold. `push.send`: Send notifications to the devices of users.
             * @example [
             *       "authorization.read"
             *     ]
             */
            scopes: ("authorization.read" | "push.send")[];
        };
        NewServiceSecret: {
            /**
             * Format: date-time
             * @description When it expires; without it, when it is removed.
             * @example 2099-12-31T00:00:00.000Z
             */
            expires_at?: string | null;
        };
        NewUserExport: {
            /**
             * @description Part of the e-mail address, username or full name; one or two letters match the beginning only.
             * @example john
             */
            q?: string | null;
            /**
             * @description Name or id of a role that the user has.
             * @example moderator
             */
            role?: string | null;
            /**
             * @description Whether a ban is in force.
             * @example false
             */
            banned?: boolean | null;
            /**
             * @description Whether the user is online.
             * @example true
             */
            online?: boolean | null;
            /**
             * @description Whether the e-mail address is verified.
             * @example true
             */
            verified?: boolean | null;
            /**
             * @description Whether the user has a second factor.
             * @example true
             */
            mfa?: boolean | null;
            /**
             * @description `false` for accounts that an admin has deactivated.
             * @example true
             */
            active?: boolean | null;
            /**
             * Format: date-time
             * @description Joined at this time or later.
             * @example 2026-11-01T00:00:00.000Z
             */
            joined_after?: string | null;
            /**
             * Format: date-time
             * @description Joined before this time.
             * @example 2026-11-01T00:00:00.000Z
             */
            joined_before?: string | null;
            /**
             * @description `csv` for spreadsheets, with formulas made harmless; `ndjson`: one JSON object a line.
             * @example csv
             * @enum {string}
             */
            format: "csv" | "ndjson";
        };
        NodesSummary: {
            /**
             * @description Serving processes.
             * @example 2
             */
            running: number;
            /**
             * @description Processes that have stopped reporting themselves within the last hour.
             * @example 0
             */
            lost: number;
            /**
             * @description Open sockets of users.
             * @example 128
             */
            sockets: number;
            /**
             * @description How old the knowledge of revocations is in the process that is furthest behind.
             * @example 340
             */
            max_stale_ms: number;
        };
        Note: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example Warned for spam in #general. */
            text: string;
            /** @description `null` if the author’s account was deleted. */
            author: components["schemas"]["NoteAuthor"] | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
        };
        NoteAuthor: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example user123 */
            username: string;
        };
        NotePage: {
            items: components["schemas"]["Note"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        NotificationBatch: {
            /**
             * @description The kind of notification, such as `message`. Users set their preferences by kind.
             * @example mention
             * @enum {string|null}
             */
            kind?: "message" | "mention" | "call" | "system" | null;
            /**
             * @description The title of the notification.
             * @example Grace mentioned you
             */
            title: string;
            /**
             * @description What follows.
             * @example Could you look at the draft before noon?
             */
            body?: string | null;
            /**
             * @description For the app: up to 32 texts by name. With title and body at most 3000 bytes.
             * @example {
             *       "room_id": "general"
             *     }
             */
            data?: {
                [key: string]: string;
            } | null;
            /**
             * @description The urgency of RFC 8030 §5.3; the default is `normal`.
             * @example high
             * @enum {string|null}
             */
            urgency?: "very-low" | "low" | "normal" | "high" | null;
            /**
             * @description Seconds after which it expires; the default is a day. 0: it is dropped unless it can be delivered at once.
             * @example 3600
             */
            ttl?: number | null;
            /**
             * @description Of notifications with the same key, a device that was not connected shows only the last.
             * @example room-general
             */
            collapse_key?: string | null;
            /**
             * @description Sends nothing to users who are online; the default is `false`.
             * @example false
             */
            only_if_offline?: boolean | null;
            /**
             * @description The recipients. Unknown ids are counted and skipped.
             * @example [
             *       "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41"
             *     ]
             */
            user_ids: string[];
        };
        NotificationChannels: {
            /**
             * @description To devices, if no app is open.
             * @example true
             */
            push: boolean;
            /**
             * @description By mail, if no device receives pushes.
             * @example false
             */
            mail: boolean;
            /**
             * @description In open apps.
             * @example true
             */
            socket: boolean;
        };
        NotificationChannelsEdit: {
            /**
             * @description To devices, if no app is open.
             * @example true
             */
            push?: boolean | null;
            /**
             * @description By mail, if no device receives pushes.
             * @example false
             */
            mail?: boolean | null;
            /**
             * @description In open apps.
             * @example true
             */
            socket?: boolean | null;
        };
        NotificationKinds: {
            message: components["schemas"]["NotificationChannels"];
            mention: components["schemas"]["NotificationChannels"];
            call: components["schemas"]["NotificationChannels"];
            system: components["schemas"]["NotificationChannels"];
            /** @description About the own account. */
            security: components["schemas"]["NotificationChannels"];
        };
        NotificationKindsEdit: {
            /**
             * @description Messages.
             * @example {
             *       "mail": false
             *     }
             */
            message?: components["schemas"]["NotificationChannelsEdit"] | null;
            /**
             * @description Another user mentions the user.
             * @example {
             *       "mail": true
             *     }
             */
            mention?: components["schemas"]["NotificationChannelsEdit"] | null;
            /**
             * @description Another user calls.
             * @example {
             *       "push": true
             *     }
             */
            call?: components["schemas"]["NotificationChannelsEdit"] | null;
            /**
             * @description From the platform itself.
             * @example {
             *       "mail": true
             *     }
             */
            system?: components["schemas"]["NotificationChannelsEdit"] | null;
            /**
             * @description About the account.
             * @example {
             *       "push": true
             *     }
             */
            security?: components["schemas"]["SecurityChannelsEdit"] | null;
        };
        NotificationPreferences: {
            kinds: components["schemas"]["NotificationKinds"];
            /**
             * @example {
             *       "from": "22:00",
             *       "to": "07:00",
             *       "time_zone": "Europe/Berlin",
             *       "days": [
             *         "sun",
             *         "mon",
             *         "tue",
             *         "wed",
             *         "thu"
             *       ]
             *     }
             */
            quiet_hours: components["schemas"]["QuietHours"] | null;
            /**
             * @description In quiet hours, and while the own status is `dnd`: delivered without sound, or delayed until they end.
             * @example silent
             * @enum {string}
             */
            dnd: "silent" | "hold";
        };
        NotificationPreferencesEdit: {
            /**
             * @description Omitted fields stay unchanged.
             * @example {
             *       "mention": {
             *         "mail": false
             *       }
             *     }
             */
            kinds?: components["schemas"]["NotificationKindsEdit"] | null;
            /**
             * @description `null` for none.
             * @example {
             *       "from": "22:00",
             *       "to": "07:00",
             *       "time_zone": "Europe/Berlin",
             *       "days": [
             *         "sun",
             *         "mon",
             *         "tue",
             *         "wed",
             *         "thu"
             *       ]
             *     }
             */
            quiet_hours?: components["schemas"]["QuietHoursEdit"] | null;
            /**
             * @description In quiet hours, and while the own status is `dnd`: delivered without sound, or delayed until they end.
             * @example hold
             * @enum {string|null}
             */
            dnd?: "silent" | "hold" | null;
        };
        NotificationRequest: {
            /**
             * @description The kind of notification, such as `message`. Users set their preferences by kind.
             * @example mention
             * @enum {string|null}
             */
            kind?: "message" | "mention" | "call" | "system" | null;
            /**
             * @description The title of the notification.
             * @example Grace mentioned you
             */
            title: string;
            /**
             * @description What follows.
             * @example Could you look at the draft before noon?
             */
            body?: string | null;
            /**
             * @description For the app: up to 32 texts by name. With title and body at most 3000 bytes.
             * @example {
             *       "room_id": "general"
             *     }
             */
            data?: {
                [key: string]: string;
            } | null;
            /**
             * @description The urgency of RFC 8030 §5.3; the default is `normal`.
             * @example high
             * @enum {string|null}
             */
            urgency?: "very-low" | "low" | "normal" | "high" | null;
            /**
             * @description Seconds after which it expires; the default is a day. 0: it is dropped unless it can be delivered at once.
             * @example 3600
             */
            ttl?: number | null;
            /**
             * @description Of notifications with the same key, a device that was not connected shows only the last.
             * @example room-general
             */
            collapse_key?: string | null;
            /**
             * @description Sends nothing to users who are online; the default is `false`.
             * @example false
             */
            only_if_offline?: boolean | null;
        };
        OwnAccount: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example user123 */
            username: string;
            /** @example John Doe */
            full_name: string;
            /**
             * Format: uri
             * @description URL of a WebP image of 512×512; the image of a URL never changes.
             * @example https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp
             */
            avatar: string | null;
            /** @example Likes tea. */
            bio: string;
            /** @example true */
            is_online: boolean;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_seen: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            date_joined: string;
            /** @description The role of highest priority. */
            role: components["schemas"]["Role"] | null;
            /** @description All roles, the highest first. */
            roles: components["schemas"]["Role"][];
            /**
             * Format: idn-email
             * @example user@example.com
             */
            email: string;
            /** @example true */
            email_verified: boolean;
            /**
             * @description The language (BCP 47) that the user chose for mails and notices.
             * @example de
             * @enum {string|null}
             */
            locale: "de" | "en" | null;
            /** @description The ban that is in force. */
            ban: components["schemas"]["Ban"] | null;
        };
        OwnFactors: {
            /**
             * Format: date-time
             * @description When the authenticator app was set up.
             * @example 2026-11-23T09:30:00.000Z
             */
            totp_confirmed_at: string | null;
            passkeys: components["schemas"]["Passkey"][];
            /** @example 10 */
            recovery_codes_left: number;
            trusted_devices: components["schemas"]["OwnTrustedDevice"][];
        };
        OwnNote: {
            /** @example Warned for spam in #general. */
            text: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
        };
        OwnPresence: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            user_id: string;
            /**
             * @description Reachable for others.
             * @example true
             */
            is_online: boolean;
            /**
             * @example dnd
             * @enum {string}
             */
            status: "online" | "away" | "dnd" | "offline" | "unknown" | "invisible";
            /** @example In a meeting */
            text: string | null;
            /**
             * Format: date-time
             * @description When the manual status expires; `null` if it does not.
             * @example 2026-11-23T09:30:00.000Z
             */
            until: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_seen: string | null;
            /**
             * @example [
             *       "ios",
             *       "web"
             *     ]
             */
            devices: ("web" | "ios" | "android" | "desktop")[];
        };
        OwnSession: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            device: components["schemas"]["SessionDevice"];
            /**
             * @description Whether it has a push token.
             * @example true
             */
            push_enabled: boolean;
            /**
             * @description Of the last refresh; empty once it was erased by age.
             * @example 203.0.113.7
             */
            ip: string;
            /**
             * @description As the client sent it.
             * @example curl/8.5.0
             */
            user_agent: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_active_at: string;
            /**
             * Format: date-time
             * @description When it expires, unless it is refreshed.
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When it ended.
             * @example null
             */
            ended_at: string | null;
            /**
             * @description Why it ended.
             * @example null
             */
            end_reason: string | null;
        };
        OwnTrustedDevice: {
            /** @example Firefox on Linux */
            name: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_at: string;
        };
        OwnerSetup: {
            /**
             * Format: idn-email
             * @description E-mail address.
             * @example user@example.com
             */
            email: string;
            /**
             * @description Unique without regard to case and to characters that look alike (UTS #39): letters of one script, or of Latin and Chinese, Japanese or Korean; digits and `_ . -`.
             * @example user123
             */
            username: string;
            /**
             * @description Name to show.
             * @example John Doe
             */
            full_name: string;
            /**
             * Format: password
             * @description 8 to 128 characters; not common, not breached, not only digits, not similar to your names.
             * @example securepass123
             */
            password: string;
            /**
             * @description The token of the link in the log.
             * @example Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM
             */
            token: string;
        };
        OwnerSetupLink: {
            /**
             * @description The token of the link in the log.
             * @example Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM
             */
            token: string;
        };
        Passkey: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example John's phone */
            name: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_used_at: string | null;
            /**
             * @description Whether its provider keeps a copy of it.
             * @example true
             */
            backed_up: boolean;
        };
        PasskeyChallenge: {
            /**
             * Format: uuid
             * @description Goes into `challenge_id`.
             * @example 8c1f7d2e-5b0a-4f3c-9e6d-2a4b6c8d0e1f
             */
            challenge_id: string;
            /**
             * @description For `navigator.credentials.get()`: a `PublicKeyCredentialRequestOptionsJSON`. With `purpose` `register` as `creation_options`.
             * @example {
             *       "challenge": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM",
             *       "rpId": "auth.example.com",
             *       "allowCredentials": [],
             *       "userVerification": "required",
             *       "timeout": 300000
             *     }
             */
            options: {
                [key: string]: unknown;
            };
            /**
             * @description Where the caller is signed in, for `navigator.credentials.create()`: a `PublicKeyCredentialCreationOptionsJSON`.
             * @example {
             *       "challenge": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM",
             *       "rp": {
             *         "id": "auth.example.com",
             *         "name": "CollabSphere"
             *       }
             *     }
             */
            creation_options?: {
                [key: string]: unknown;
            };
        };
        PasskeyChallengeRequest: {
            /**
             * @description `register` needs an access token: `options` are then those for a new passkey.
             * @example sign_in
             * @enum {string|null}
             */
            purpose?: "sign_in" | "register" | null;
        };
        PasskeyChanges: {
            /**
             * @description What its owner calls it.
             * @example John's phone
             */
            name: string;
        };
        PasskeyLogin: {
            /**
             * @description Push token. A login with the same one replaces the session that had it.
             * @example fcm-token-123
             */
            device_token?: string | null;
            /**
             * @description Kind of device.
             * @example ios
             * @enum {string|null}
             */
            device_type?: "web" | "ios" | "android" | "desktop" | null;
            /**
             * @description The name that its owner chose.
             * @example John's phone
             */
            device_name?: string | null;
            /**
             * @description `cookie`, for browsers: the refresh token goes into an HttpOnly cookie and is not in the answer. The request needs an `Origin` of `CORS_ORIGINS` or of the service itself. `tokens`, the default: it is in the answer.
             * @example tokens
             * @enum {string|null}
             */
            session?: "tokens" | "cookie" | null;
            /**
             * Format: uuid
             * @description From `POST /api/passkeys/challenge`; once, within 5 minutes.
             * @example 8c1f7d2e-5b0a-4f3c-9e6d-2a4b6c8d0e1f
             */
            challenge_id: string;
            /**
             * @description An `AuthenticationResponseJSON`.
             * @example {
             *       "id": "QHQyOzqKeA99y8449WZx1JaBYlzd_lo-dh1hP9GRCGg",
             *       "rawId": "QHQyOzqKeA99y8449WZx1JaBYlzd_lo-dh1hP9GRCGg",
             *       "type": "public-key",
             *       "response": {
             *         "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4u…",
             *         "authenticatorData": "SZYN…",
             *         "signature": "MEUC…"
             *       },
             *       "clientExtensionResults": {}
             *     }
             */
            assertion: {
                [key: string]: unknown;
            };
        };
        PasswordChange: {
            /**
             * Format: password
             * @description The current password.
             * @example securepass123
             */
            current_password: string;
            /**
             * Format: password
             * @description 8 to 128 characters; not common, not breached, not only digits, not similar to your names.
             * @example securepass123
             */
            new_password: string;
        };
        PasswordReset: {
            /**
             * @description The token from the mail.
             * @example Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM
             */
            token: string;
            /**
             * Format: password
             * @description 8 to 128 characters; not common, not breached, not only digits, not similar to your names.
             * @example securepass123
             */
            new_password: string;
        };
        PermissionChange: {
            /** @example can_ban_users */
            permission: string;
            /**
             * @description `null` if no role had a value.
             * @example false
             */
            before: (boolean | number | string) | null;
            /**
             * @description `null` if no role would have a value.
             * @example true
             */
            after: (boolean | number | string) | null;
        };
        PermissionSimulation: {
            /**
             * Format: uuid
             * @description The user whose roles are the starting point.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            user_id?: string | null;
            /**
             * @description The roles that would be held; without it those that the user has.
             * @example [
             *       "0193543d-0000-7000-8000-000000000050"
             *     ]
             */
            role_ids?: string[] | null;
            /** @description A role that would be edited. */
            edited_role?: components["schemas"]["SimulatedRole"] | null;
        };
        PermissionSource: {
            /**
             * Format: uuid
             * @example 0193543d-0000-7000-8000-000000000050
             */
            role_id: string;
            /** @example moderator */
            role: string;
            /** @example 50 */
            priority: number;
            /**
             * @description What this role says.
             * @example true
             */
            value: boolean | number | string;
            /**
             * @description `false` if a role of higher priority hides this value.
             * @example true
             */
            decides: boolean;
        };
        Presence: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            user_id: string;
            /**
             * @description Reachable: `online`, `away` or `dnd`.
             * @example true
             */
            is_online: boolean;
            /**
             * @description `unknown`: presence is unavailable at the moment.
             * @example online
             * @enum {string}
             */
            status: "online" | "away" | "dnd" | "offline" | "unknown";
            /**
             * @description The text that the user has set.
             * @example In a meeting
             */
            text: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_seen: string | null;
            /**
             * @description Types of the connected devices, without duplicates.
             * @example [
             *       "ios",
             *       "web"
             *     ]
             */
            devices: ("web" | "ios" | "android" | "desktop")[];
        };
        PresencePage: {
            items: components["schemas"]["Presence"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        /** @description Why a call was refused (RFC 9457). Clients switch on `code`; other members may be added. */
        Problem: {
            /**
             * Format: uri
             * @description `urn:collabsphere:problem:` and the code.
             */
            type: string;
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description A sentence for people. */
            detail: string;
            /** @description A stable code for clients; see docs/errors.md. */
            code: string;
            /** @description The `X-Request-Id` of the answer. */
            request_id: string;
            /** @description With `validation_failed`: every fault of every field. */
            errors?: {
                /** @description Path of the field; empty for the whole body. */
                field: string;
                code: string;
                message: string;
            }[];
            /** @description With `permission_denied`: the permissions that the caller lacks. */
            missing?: string[];
            /** @description With `step_up_required`: the level that the session must reach (RFC 9470). */
            acr_values?: string;
            /** @description With `step_up_required`: how long ago the authentication may be, in seconds. */
            max_age?: number;
            /** @description With `mfa_required`: for `POST /api/login/mfa`, which says how. */
            mfa_token?: string;
            /** @description With `mfa_required`: the values of `method` that this account can use. */
            methods?: ("totp" | "webauthn" | "recovery_code")[];
            /** @description With `mfa_required`: how long `mfa_token` is valid, in seconds. */
            expires_in?: number;
            /** @description With `mfa_required` and the method `webauthn`: a `PublicKeyCredentialRequestOptionsJSON`. */
            webauthn_options?: {
                [key: string]: unknown;
            };
            /** @description With `invalid_code`: how many tries `mfa_token` still has. */
            attempts_left?: number;
            /** @description With `challenge_required`: what to solve; the solution goes into `challenge_response`. */
            challenge?: {
                /** @enum {string} */
                provider: "altcha" | "external";
                /** @description With `altcha`: a challenge of its widget, or of `solveChallenge` of `altcha-lib`. */
                altcha?: {
                    [key: string]: unknown;
                };
            };
        };
        Profile: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example user123 */
            username: string;
            /** @example John Doe */
            full_name: string;
            /**
             * Format: uri
             * @description URL of a WebP image of 512×512; the image of a URL never changes.
             * @example https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp
             */
            avatar: string | null;
            /** @example Likes tea. */
            bio: string;
            /** @example true */
            is_online: boolean;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_seen: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            date_joined: string;
            /** @description The role of highest priority. */
            role: components["schemas"]["Role"] | null;
            /** @description All roles, the highest first. */
            roles: components["schemas"]["Role"][];
            /**
             * Format: idn-email
             * @example user@example.com
             */
            email: string;
            /** @example true */
            email_verified: boolean;
            /**
             * @description The language (BCP 47) that the user chose for mails and notices.
             * @example de
             * @enum {string|null}
             */
            locale: "de" | "en" | null;
            /**
             * @description The caller’s current flags and custom permissions.
             * @example {
             *       "can_moderate": false,
             *       "can_manage_users": false,
             *       "can_manage_roles": false,
             *       "can_delete_messages": false,
             *       "can_ban_users": false
             *     }
             */
            permissions: {
                [key: string]: boolean | number | string;
            };
        };
        ProfileEdit: {
            /**
             * @description Unique without regard to case and to characters that look alike (UTS #39): letters of one script, or of Latin and Chinese, Japanese or Korean; digits and `_ . -`.
             * @example user123
             */
            username?: string | null;
            /**
             * @description Name to show.
             * @example John Doe
             */
            full_name?: string | null;
            /**
             * @description About the person.
             * @example Likes tea.
             */
            bio?: string | null;
            /**
             * @description The language (BCP 47) of mails and notices to the user. An empty text removes the choice. At a registration the default is the language of `Accept-Language`.
             * @example de
             * @enum {string|null}
             */
            locale?: "de" | "en" | "" | null;
            /**
             * Format: password
             * @description Required with `new_password`.
             * @example securepass123
             */
            current_password?: string | null;
            /**
             * Format: password
             * @description Changes the password, and ends every other session.
             * @example securepass123
             */
            new_password?: string | null;
        };
        PublicUser: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example user123 */
            username: string;
            /** @example John Doe */
            full_name: string;
            /**
             * Format: uri
             * @description URL of a WebP image of 512×512; the image of a URL never changes.
             * @example https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp
             */
            avatar: string | null;
            /** @example Likes tea. */
            bio: string;
            /** @example true */
            is_online: boolean;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_seen: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            date_joined: string;
            /** @description The role of highest priority. */
            role: components["schemas"]["Role"] | null;
            /** @description All roles, the highest first. */
            roles: components["schemas"]["Role"][];
        };
        PushEdit: {
            /**
             * @description The kind of push provider.
             * @example webpush
             * @enum {string}
             */
            kind: "fcm" | "webpush";
            /** @description The FCM token; only for the kind `fcm`. */
            token?: string | null;
            /**
             * @description The browser’s subscription; only for the kind `webpush`.
             * @example {
             *       "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABh",
             *       "keys": {
             *         "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
             *         "auth": "BTBZMqHH6r4Tts7J_aSIgg"
             *       }
             *     }
             */
            subscription?: components["schemas"]["WebPushSubscription"] | null;
        };
        Queue: {
            /**
             * @description Not tried yet.
             * @example 2
             */
            waiting: number;
            /**
             * @description Failed, and tried again later.
             * @example 0
             */
            retrying: number;
            /**
             * @description Given up; see `GET /api/failed-jobs`.
             * @example 0
             */
            failed: number;
        };
        QuietHours: {
            /** @example 22:00 */
            from: string;
            /** @example 07:00 */
            to: string;
            /**
             * @description IANA.
             * @example Europe/Berlin
             */
            time_zone: string;
            /**
             * @description Days on which they begin; if omitted, every day.
             * @example [
             *       "sun",
             *       "mon",
             *       "tue",
             *       "wed",
             *       "thu"
             *     ]
             */
            days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
        };
        QuietHoursEdit: {
            /**
             * @description When they begin, in local time.
             * @example 22:00
             */
            from: string;
            /**
             * @description When they end; the next day where that is not later.
             * @example 07:00
             */
            to: string;
            /**
             * @description IANA.
             * @example Europe/Berlin
             */
            time_zone: string;
            /**
             * @description Days on which they begin; if omitted, every day.
             * @example [
             *       "sun",
             *       "mon",
             *       "tue",
             *       "wed",
             *       "thu"
             *     ]
             */
            days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[] | null;
        };
        Reauthentication: {
            /**
             * Format: password
             * @description The current password.
             * @example securepass123
             */
            password?: string | null;
            /**
             * @description Instead of the password: how a second factor is proved.
             * @enum {string|null}
             */
            method?: "totp" | "webauthn" | "recovery_code" | null;
            /**
             * @description For `totp` and `recovery_code`.
             * @example 492039
             */
            code?: string | null;
            /** @description For `webauthn`: an `AuthenticationResponseJSON`. */
            assertion?: {
                [key: string]: unknown;
            } | null;
            /** @description For `webauthn`: from `POST /api/reauthenticate/options`. */
            challenge_id?: string | null;
            /**
             * @description `cookie`, for browsers: the refresh token goes into an HttpOnly cookie and is not in the answer. The request needs an `Origin` of `CORS_ORIGINS` or of the service itself. `tokens`, the default: it is in the answer.
             * @example tokens
             * @enum {string|null}
             */
            session?: "tokens" | "cookie" | null;
        };
        ReauthenticationOptions: {
            /**
             * @description Goes into `challenge_id`; once, within 5 minutes.
             * @example qk3vTz6xLcPaE9dGfUoSh4tQwM
             */
            challenge_id: string;
            /**
             * @description A `PublicKeyCredentialRequestOptionsJSON`.
             * @example {
             *       "challenge": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM"
             *     }
             */
            webauthn_options: {
                [key: string]: unknown;
            };
        };
        RecoveryCodes: {
            /**
             * @description Ten codes. They are shown only here.
             * @example [
             *       "k7m2-x9qf-4wab-8npt-c3zr-n6dj"
             *     ]
             */
            recovery_codes: string[];
        };
        RefreshRequest: {
            /**
             * @description The refresh token. Without it that of the cookie is used.
             * @example AQGYpvJMHn06m1cvbwwdjkEAAAAA…
             */
            refresh?: string;
            /**
             * @description `cookie`, for browsers: the refresh token goes into an HttpOnly cookie and is not in the answer. The request needs an `Origin` of `CORS_ORIGINS` or of the service itself. `tokens`, the default: it is in the answer.
             * @example tokens
             * @enum {string|null}
             */
            session?: "tokens" | "cookie" | null;
        };
        RegisteredPasskey: {
            passkey: components["schemas"]["Passkey"];
            /**
             * @description Ten codes where this is the first second factor, otherwise none. They are shown only here.
             * @example [
             *       "k7m2-x9qf-4wab-8npt-c3zr-n6dj"
             *     ]
             */
            recovery_codes: string[];
        };
        Registration: {
            /**
             * @description Push token. A login with the same one replaces the session that had it.
             * @example fcm-token-123
             */
            device_token?: string | null;
            /**
             * @description Kind of device.
             * @example ios
             * @enum {string|null}
             */
            device_type?: "web" | "ios" | "android" | "desktop" | null;
            /**
             * @description The name that its owner chose.
             * @example John's phone
             */
            device_name?: string | null;
            /**
             * @description `cookie`, for browsers: the refresh token goes into an HttpOnly cookie and is not in the answer. The request needs an `Origin` of `CORS_ORIGINS` or of the service itself. `tokens`, the default: it is in the answer.
             * @example tokens
             * @enum {string|null}
             */
            session?: "tokens" | "cookie" | null;
            /**
             * Format: idn-email
             * @description E-mail address.
             * @example user@example.com
             */
            email: string;
            /**
             * @description Unique without regard to case and to characters that look alike (UTS #39): letters of one script, or of Latin and Chinese, Japanese or Korean; digits and `_ . -`.
             * @example user123
             */
            username: string;
            /**
             * Format: password
             * @description 8 to 128 characters; not common, not breached, not only digits, not similar to your names.
             * @example securepass123
             */
            password: string;
            /**
             * Format: password
             * @description The password again; if sent, it must match.
             * @example securepass123
             */
            password2?: string | null;
            /**
             * @description Name to show.
             * @example John Doe
             */
            full_name: string;
            /** @description The token of an invitation; needed where `REGISTRATION` is `invite`. The address is verified with it. */
            invitation_token?: string | null;
            /**
             * @description About the person.
             * @example Likes tea.
             */
            bio?: string | null;
            /**
             * @description The language (BCP 47) of mails and notices to the user. An empty text removes the choice. At a registration the default is the language of `Accept-Language`.
             * @example de
             * @enum {string|null}
             */
            locale?: "de" | "en" | "" | null;
        };
        RegistrationResult: {
            user: components["schemas"]["User"];
            tokens: components["schemas"]["Tokens"];
            /**
             * @description The caller’s current flags and custom permissions.
             * @example {
             *       "can_moderate": false,
             *       "can_manage_users": false,
             *       "can_manage_roles": false,
             *       "can_delete_messages": false,
             *       "can_ban_users": false
             *     }
             */
            permissions: {
                [key: string]: boolean | number | string;
            };
            /**
             * @description To be sent at the next sign-in on this device. It is no proof of anything else.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…
             */
            known_device_token: string;
            /** @example Welcome! Please open the link in the mail that we sent you. */
            message: string;
        };
        RelatedOrigins: {
            /**
             * @example [
             *       "https://app.example.com"
             *     ]
             */
            origins: string[];
        };
        RetriedJobs: {
            /**
             * @description Jobs that are tried again now. Jobs that are running are left alone.
             * @example 3
             */
            retried: number;
        };
        RevocationRequest: {
            /**
             * @description Required without HTTP Basic.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            client_id?: string;
            /**
             * @description The secret; only with `client_id`.
             * @example wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk
             */
            client_secret?: string;
            /** @example eyJhbGciOiJFUzI1NiIs… */
            token: string;
            /**
             * @description Only a hint: all token types are tried.
             * @example access_token
             */
            token_type_hint?: string;
        };
        Role: {
            /**
             * Format: uuid
             * @example 0193543d-0000-7000-8000-000000000000
             */
            id: string;
            /** @example user */
            name: string;
            /** @example Everybody. */
            description: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * @description Higher outranks lower.
             * @example 0
             */
            priority: number;
            /**
             * @description Whether its holders can do nothing without a second factor but set one.
             * @example false
             */
            require_mfa: boolean;
            /**
             * @example {
             *       "can_pin": true
             *     }
             */
            custom_permissions: {
                [key: string]: boolean | number | string;
            };
            /** @example false */
            can_moderate: boolean;
            /** @example false */
            can_manage_users: boolean;
            /** @example false */
            can_manage_roles: boolean;
            /** @example false */
            can_delete_messages: boolean;
            /** @example false */
            can_ban_users: boolean;
            /**
             * @description Created by the service; can not be removed.
             * @example true
             */
            is_system: boolean;
        };
        RoleAssignment: {
            /**
             * Format: uuid
             * @description Who gets it.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            user_id: string;
            /**
             * @description Name or id of the role.
             * @example moderator
             */
            role: string;
        };
        RoleEdit: {
            /**
             * @description The purpose of the role.
             * @example Answers questions.
             */
            description?: string | null;
            /**
             * @description Higher outranks lower; below your own.
             * @example 10
             */
            priority?: number | null;
            /**
             * @description Whether its holders can do nothing without a second factor but set one.
             * @example false
             */
            require_mfa?: boolean | null;
            /**
             * @description May moderate conversations.
             * @example false
             */
            can_moderate?: boolean | null;
            /**
             * @description May manage users.
             * @example false
             */
            can_manage_users?: boolean | null;
            /**
             * @description May manage roles.
             * @example false
             */
            can_manage_roles?: boolean | null;
            /**
             * @description May delete the messages of others.
             * @example false
             */
            can_delete_messages?: boolean | null;
            /**
             * @description May ban users.
             * @example false
             */
            can_ban_users?: boolean | null;
            /**
             * @description Unique without regard to case and to characters that look alike (UTS #39).
             * @example helper
             */
            name?: string | null;
            /**
             * @description At most 64 keys (`[a-z][a-z0-9_.:]{0,63}`, not one of the flags). Replaced as a whole. A permission is granted if its value is `true`, above 0 or not empty.
             * @example {
             *       "can_pin": true
             *     }
             */
            custom_permissions?: {
                [key: string]: boolean | number | string;
            };
        };
        RolePage: {
            items: components["schemas"]["Role"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        SecurityChannelsEdit: {
            /**
             * @description To the other devices.
             * @example true
             */
            push?: boolean | null;
            /**
             * @description Always on: an attacker must not be able to turn it off.
             * @example true
             */
            mail?: boolean | null;
            /**
             * @description In open apps.
             * @example true
             */
            socket?: boolean | null;
        };
        Service: {
            /**
             * Format: uuid
             * @description Its `client_id`.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example messages */
            name: string;
            /**
             * @example [
             *       "authorization.read"
             *     ]
             */
            scopes: ("authorization.read" | "push.send")[];
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: uuid
             * @description Id of the user who created it.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            created_by: string | null;
            /** @description At most 5 that have not expired; the oldest first. */
            secrets: components["schemas"]["ServiceSecret"][];
        };
        ServiceEdit: {
            /**
             * @description Unique without regard to case and to characters that look alike (UTS #39).
             * @example messages
             */
            name?: string | null;
            /**
             * @description `authorization.read`: Follow the authorization events: all roles, and which sessions and claims no longer hold. `push.send`: Send notifications to the devices of users.
             * @example [
             *       "authorization.read"
             *     ]
             */
            scopes?: ("authorization.read" | "push.send")[] | null;
        };
        ServiceNode: {
            /**
             * Format: uuid
             * @description New at each start.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example auth-1 */
            host: string;
            /** @example 4711 */
            pid: number;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            started_at: string;
            /**
             * Format: date-time
             * @description Every 5 s.
             * @example 2026-11-23T09:30:00.000Z
             */
            reported_at: string;
            /**
             * @description Whether it has not reported itself for 15 s.
             * @example false
             */
            is_lost: boolean;
            /**
             * @description How old its knowledge of revocations was. Above 10,000 it refuses requests.
             * @example 340
             */
            stale_ms: number;
            /**
             * @description Open sockets of users.
             * @example 128
             */
            sockets: number;
            /**
             * @description Services that follow it.
             * @example 2
             */
            followers: number;
        };
        ServiceNodePage: {
            items: components["schemas"]["ServiceNode"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        ServicePage: {
            items: components["schemas"]["Service"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        ServiceSecret: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example null
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description Rounded to the hour. An unused secret can be removed.
             * @example 2026-11-23T09:30:00.000Z
             */
            last_used_at: string | null;
        };
        Session: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            device: components["schemas"]["SessionDevice"];
            /**
             * @description Of the last refresh; empty once it was erased by age.
             * @example 203.0.113.7
             */
            ip: string;
            /**
             * @description In words.
             * @example Firefox on Linux
             */
            user_agent: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_active_at: string;
            /**
             * @description Whether it is the session of this request.
             * @example true
             */
            current: boolean;
        };
        SessionDevice: {
            /**
             * @description The name set by the device or its owner.
             * @example John's phone
             */
            name: string | null;
            /**
             * @example ios
             * @enum {string|null}
             */
            type: "web" | "ios" | "android" | "desktop" | null;
        };
        SessionPage: {
            items: components["schemas"]["Session"][];
            /**
             * @description For the next page; `null` at the end.
             * @example null
             */
            next_cursor: string | null;
        };
        Setting: {
            /** @example ACCESS_TOKEN_TTL */
            name: string;
            /** @example Security */
            group: string;
            /** @example How long an access token is valid. */
            description: string;
            /**
             * @description As it is written in the environment, or the default. `null` for a secret, and where the default is not a plain value. Of a URL user name, password and query are not shown.
             * @example 10m
             */
            value: string | null;
            /**
             * @description The default in words, where it is not a plain value.
             * @example null
             */
            default: string | null;
            /**
             * @description Whether it is a secret, whose value is never shown.
             * @example false
             */
            is_secret: boolean;
            /**
             * @description Whether the environment sets it.
             * @example false
             */
            is_set: boolean;
        };
        Settings: {
            /** @description By group. */
            items: components["schemas"]["Setting"][];
        };
        SetupLinkStatus: {
            /**
             * Format: date-time
             * @description When the link expires. The next start of the service makes a new one.
             * @example 2026-11-24T09:30:00.000Z
             */
            expires_at: string;
        };
        SignInResult: {
            user: components["schemas"]["User"];
            tokens: components["schemas"]["Tokens"];
            /**
             * @description The caller’s current flags and custom permissions.
             * @example {
             *       "can_moderate": false,
             *       "can_manage_users": false,
             *       "can_manage_roles": false,
             *       "can_delete_messages": false,
             *       "can_ban_users": false
             *     }
             */
            permissions: {
                [key: string]: boolean | number | string;
            };
            /**
             * @description To be sent at the next sign-in on this device. It is no proof of anything else.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…
             */
            known_device_token: string;
        };
        SigningKey: {
            /**
             * @description The thumbprint (RFC 7638).
             * @example oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U
             */
            kid: string;
            /**
             * @description `published`: does not sign yet, so that services learn it first. `signing`: the key of new tokens. `retiring`: its last tokens have not expired. `retired`: it has expired or was withdrawn, and its tokens are refused.
             * @example signing
             * @enum {string}
             */
            state: "published" | "signing" | "retiring" | "retired";
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it starts to sign.
             * @example 2026-11-23T09:30:00.000Z
             */
            active_at: string;
            /**
             * Format: date-time
             * @description When it leaves the key set; `null` without an end.
             * @example null
             */
            retires_at: string | null;
        };
        SigningKeys: {
            /** @description The newest first. */
            items: components["schemas"]["SigningKey"][];
        };
        SimulatedPermissions: {
            /** @description As it is. */
            before: components["schemas"]["ExplainedPermission"][];
            /** @description As it would be. */
            after: components["schemas"]["ExplainedPermission"][];
            /** @description Where the value would be another one. */
            changes: components["schemas"]["PermissionChange"][];
        };
        SimulatedRole: {
            /**
             * @description The purpose of the role.
             * @example Answers questions.
             */
            description?: string | null;
            /**
             * @description Higher outranks lower; below your own.
             * @example 10
             */
            priority?: number | null;
            /**
             * @description Whether its holders can do nothing without a second factor but set one.
             * @example false
             */
            require_mfa?: boolean | null;
            /**
             * @description May moderate conversations.
             * @example false
             */
            can_moderate?: boolean | null;
            /**
             * @description May manage users.
             * @example false
             */
            can_manage_users?: boolean | null;
            /**
             * @description May manage roles.
             * @example false
             */
            can_manage_roles?: boolean | null;
            /**
             * @description May delete the messages of others.
             * @example false
             */
            can_delete_messages?: boolean | null;
            /**
             * @description May ban users.
             * @example false
             */
            can_ban_users?: boolean | null;
            /**
             * @description Unique without regard to case and to characters that look alike (UTS #39).
             * @example helper
             */
            name?: string | null;
            /**
             * @description At most 64 keys (`[a-z][a-z0-9_.:]{0,63}`, not one of the flags). Replaced as a whole. A permission is granted if its value is `true`, above 0 or not empty.
             * @example {
             *       "can_pin": true
             *     }
             */
            custom_permissions?: {
                [key: string]: boolean | number | string;
            };
            /**
             * Format: uuid
             * @description The role that would be edited.
             * @example 0193543d-0000-7000-8000-000000000050
             */
            id: string;
        };
        SkippedDevice: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /**
             * @description Why it receives no push.
             * @example no_push_token
             * @enum {string}
             */
            reason: "no_push_token" | "provider_not_set_up" | "switched_off" | "online";
        };
        Statistics: {
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            at: string;
            /**
             * @description Users who are online.
             * @example 57
             */
            online: number;
            /**
             * @description Users who are banned.
             * @example 4
             */
            banned: number;
            /** @description 24 hours, the oldest first; the last one is not over yet. */
            last_24_hours: components["schemas"]["ActivityPoint"][];
            /** @description 30 days, the oldest first; the last one is not over yet. */
            last_30_days: components["schemas"]["ActivityPoint"][];
            mails: components["schemas"]["Queue"];
            pushes: components["schemas"]["Queue"];
            nodes: components["schemas"]["NodesSummary"];
            followers: components["schemas"]["FollowersSummary"];
        };
        StatusEdit: {
            /**
             * @description `online` clears the manual status; an `invisible` user appears offline to others.
             * @example dnd
             * @enum {string}
             */
            status: "online" | "away" | "dnd" | "invisible";
            /**
             * @description A short text shown with the status.
             * @example In a meeting
             */
            text?: string | null;
            /**
             * Format: date-time
             * @description When it expires.
             * @example 2026-11-23T09:30:00.000Z
             */
            until?: string | null;
        };
        Support: {
            /**
             * Format: email
             * @example help@example.com
             */
            email: string | null;
            /**
             * Format: uri
             * @example https://help.example.com
             */
            url: string | null;
        };
        TargetDevice: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
        };
        TokenRequest: {
            /**
             * @description Required without HTTP Basic.
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            client_id?: string;
            /**
             * @description The secret; only with `client_id`.
             * @example wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk
             */
            client_secret?: string;
            /**
             * @example client_credentials
             * @enum {string}
             */
            grant_type: "client_credentials";
            /**
             * @description Some of the client’s scopes, space-separated; if omitted, all of them.
             * @example authorization.read
             */
            scope?: string;
        };
        TokenResponse: {
            /** @example eyJhbGciOiJFUzI1NiIs… */
            access_token: string;
            /** @example Bearer */
            token_type: string;
            /**
             * @description The token’s lifetime in seconds.
             * @example 600
             */
            expires_in: number;
            /**
             * @description Of authorization.read, push.send; with a space between.
             * @example authorization.read
             */
            scope: string;
        };
        Tokens: {
            /**
             * @description Access token: a JWT (RFC 9068), sent as `Authorization: Bearer`. Its claim `generation` is internal to this service.
             * @example eyJhbGciOiJFUzI1NiIs…
             */
            access: string;
            /**
             * @description Refresh token: opaque, rotates at each use.
             * @example AQGYpvJMHn06m1cvbwwdjkEAAAAA…
             */
            refresh: string;
            /** @example Bearer */
            token_type: string;
            /**
             * @description The access token’s lifetime in seconds.
             * @example 600
             */
            expires_in: number;
        };
        TotpCode: {
            /**
             * @description The code that the authenticator app shows.
             * @example 492039
             */
            code: string;
        };
        TotpConfirmation: {
            /**
             * @description Ten codes where this is the first second factor, otherwise none. They are shown only here.
             * @example [
             *       "k7m2-x9qf-4wab-8npt-c3zr-n6dj"
             *     ]
             */
            recovery_codes: string[];
        };
        TotpSetup: {
            /**
             * @description The secret in base32, to be typed in.
             * @example JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
             */
            secret: string;
            /**
             * @description The same for an authenticator app on this device.
             * @example otpauth://totp/CollabSphere:user%40example.com?issuer=CollabSphere&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30
             */
            uri: string;
            /**
             * @description The same as a QR code: an SVG document.
             * @example <svg xmlns="…">…</svg>
             */
            qr_svg: string;
        };
        UnrecognizedSessionReport: {
            /**
             * @description The token from the mail.
             * @example Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM
             */
            token: string;
        };
        User: {
            /**
             * Format: uuid
             * @example 0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41
             */
            id: string;
            /** @example user123 */
            username: string;
            /** @example John Doe */
            full_name: string;
            /**
             * Format: uri
             * @description URL of a WebP image of 512×512; the image of a URL never changes.
             * @example https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp
             */
            avatar: string | null;
            /** @example Likes tea. */
            bio: string;
            /** @example true */
            is_online: boolean;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            last_seen: string | null;
            /**
             * Format: date-time
             * @example 2026-11-23T09:30:00.000Z
             */
            date_joined: string;
            /** @description The role of highest priority. */
            role: components["schemas"]["Role"] | null;
            /** @description All roles, the highest first. */
            roles: components["schemas"]["Role"][];
            /**
             * Format: idn-email
             * @example user@example.com
             */
            email: string;
            /** @example true */
            email_verified: boolean;
        };
        UserPermissions: {
            /**
             * @description What keeps the user from using the permissions now.
             * @example []
             */
            restrictions: ("banned" | "deactivated" | "email_not_verified" | "mfa_enrolment_required")[];
            /** @description Flags first, then custom permissions by name. */
            permissions: components["schemas"]["ExplainedPermission"][];
        };
        VerificationRequest: {
            /**
             * Format: idn-email
             * @description E-mail address of the account.
             * @example user@example.com
             */
            email?: string | null;
        };
        WebPushKey: {
            /**
             * @description Uncompressed point of P-256 in base64url.
             * @example BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs
             */
            public_key: string;
        };
        WebPushSubscription: {
            /**
             * @description The push service’s endpoint: https, a public address.
             * @example https://updates.push.services.mozilla.com/wpush/v2/gAAAAABh
             */
            endpoint: string;
            /**
             * @description Ignored; the push service reports an expired endpoint.
             * @example null
             */
            expirationTime?: number | null;
            /**
             * @description The keys for the encryption of messages.
             * @example {
             *       "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
             *       "auth": "BTBZMqHH6r4Tts7J_aSIgg"
             *     }
             */
            keys: components["schemas"]["WebPushSubscriptionKeys"];
        };
        WebPushSubscriptionKeys: {
            /**
             * @description Public key of the browser: an uncompressed point of P-256, in base64url.
             * @example BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
             */
            p256dh: string;
            /**
             * @description Authentication secret: 16 bytes in base64url.
             * @example BTBZMqHH6r4Tts7J_aSIgg
             */
            auth: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getJwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "EC",
                     *           "crv": "P-256",
                     *           "x": "f83OJ3D2…",
                     *           "y": "x_FEzRu9…",
                     *           "kid": "oKIywvGU…",
                     *           "use": "sig",
                     *           "alg": "ES256"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": unknown;
                };
            };
        };
    };
    getAuthorizationServerMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "https://auth.example.com",
                     *       "token_endpoint": "https://auth.example.com/oauth/token",
                     *       "introspection_endpoint": "https://auth.example.com/oauth/introspect",
                     *       "revocation_endpoint": "https://auth.example.com/oauth/revoke",
                     *       "jwks_uri": "https://auth.example.com/.well-known/jwks.json",
                     *       "grant_types_supported": [
                     *         "client_credentials"
                     *       ],
                     *       "response_types_supported": [],
                     *       "scopes_supported": [
                     *         "authorization.read",
                     *         "push.send"
                     *       ],
                     *       "token_endpoint_auth_methods_supported": [
                     *         "client_secret_basic",
                     *         "client_secret_post"
                     *       ],
                     *       "introspection_endpoint_auth_methods_supported": [
                     *         "client_secret_basic",
                     *         "client_secret_post"
                     *       ],
                     *       "revocation_endpoint_auth_methods_supported": [
                     *         "client_secret_basic",
                     *         "client_secret_post",
                     *         "none"
                     *       ],
                     *       "acr_values_supported": [
                     *         "aal1",
                     *         "aal2"
                     *       ],
                     *       "service_documentation": "https://auth.example.com/docs"
                     *     }
                     */
                    "application/json": components["schemas"]["AuthorizationServerMetadata"];
                };
            };
        };
    };
    getRelatedOrigins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "origins": [
                     *         "https://app.example.com"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RelatedOrigins"];
                };
            };
        };
    };
    deleteAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "securepass123"
                 *     }
                 */
                "application/json": components["schemas"]["AccountDeletion"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    exportAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "format": 1,
                     *       "exported_at": "2026-11-23T09:30:00.000Z",
                     *       "audit_log": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "at": "2026-11-23T09:30:00.000Z",
                     *           "action": "user.ban",
                     *           "actor": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "subject": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "details": {
                     *             "reason": "Spam",
                     *             "until": null
                     *           },
                     *           "ip": "203.0.113.7",
                     *           "user_agent": "curl/8.5.0",
                     *           "request_id": "5f0c8f3e-6c58-4c3b-9d0a-6f2f4f0f3c11"
                     *         }
                     *       ],
                     *       "invitations": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "email": "user@example.com",
                     *           "role": {
                     *             "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *             "name": "moderator"
                     *           },
                     *           "message": "Welcome to the team!",
                     *           "state": "pending",
                     *           "invited_by": {
                     *             "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *             "username": "user123",
                     *             "full_name": "John Doe"
                     *           },
                     *           "accepted_by": null,
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "expires_at": "2026-11-23T09:30:00.000Z",
                     *           "accepted_at": null,
                     *           "revoked_at": null
                     *         }
                     *       ],
                     *       "mailed_links": [
                     *         {
                     *           "purpose": "verify_email",
                     *           "email": "user@example.com",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "expires_at": "2026-11-23T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "moderator_notes": [
                     *         {
                     *           "text": "Warned for spam in #general.",
                     *           "created_at": "2026-11-23T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "notification_preferences": {
                     *         "kinds": {
                     *           "message": {
                     *             "push": true,
                     *             "mail": false,
                     *             "socket": true
                     *           },
                     *           "mention": {
                     *             "push": true,
                     *             "mail": false,
                     *             "socket": true
                     *           },
                     *           "call": {
                     *             "push": true,
                     *             "mail": false,
                     *             "socket": true
                     *           },
                     *           "system": {
                     *             "push": true,
                     *             "mail": false,
                     *             "socket": true
                     *           },
                     *           "security": {
                     *             "push": true,
                     *             "mail": false,
                     *             "socket": true
                     *           }
                     *         },
                     *         "quiet_hours": {
                     *           "from": "22:00",
                     *           "to": "07:00",
                     *           "time_zone": "Europe/Berlin",
                     *           "days": [
                     *             "sun",
                     *             "mon",
                     *             "tue",
                     *             "wed",
                     *             "thu"
                     *           ]
                     *         },
                     *         "dnd": "silent"
                     *       },
                     *       "presence": {
                     *         "status": "dnd",
                     *         "text": "In a meeting",
                     *         "until": null
                     *       },
                     *       "profile": {
                     *         "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *         "username": "user123",
                     *         "full_name": "John Doe",
                     *         "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *         "bio": "Likes tea.",
                     *         "is_online": true,
                     *         "last_seen": "2026-11-23T09:30:00.000Z",
                     *         "date_joined": "2026-11-23T09:30:00.000Z",
                     *         "role": {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         },
                     *         "roles": [
                     *           {
                     *             "id": "0193543d-0000-7000-8000-000000000000",
                     *             "name": "user",
                     *             "description": "Everybody.",
                     *             "created_at": "2026-11-23T09:30:00.000Z",
                     *             "priority": 0,
                     *             "require_mfa": false,
                     *             "custom_permissions": {
                     *               "can_pin": true
                     *             },
                     *             "can_moderate": false,
                     *             "can_manage_users": false,
                     *             "can_manage_roles": false,
                     *             "can_delete_messages": false,
                     *             "can_ban_users": false,
                     *             "is_system": true
                     *           }
                     *         ],
                     *         "email": "user@example.com",
                     *         "email_verified": true,
                     *         "locale": "de",
                     *         "ban": {
                     *           "reason": "Spam",
                     *           "until": null,
                     *           "banned_at": "2026-11-23T09:30:00.000Z"
                     *         }
                     *       },
                     *       "second_factors": {
                     *         "totp_confirmed_at": "2026-11-23T09:30:00.000Z",
                     *         "passkeys": [
                     *           {
                     *             "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *             "name": "John's phone",
                     *             "created_at": "2026-11-23T09:30:00.000Z",
                     *             "last_used_at": "2026-11-23T09:30:00.000Z",
                     *             "backed_up": true
                     *           }
                     *         ],
                     *         "recovery_codes_left": 10,
                     *         "trusted_devices": [
                     *           {
                     *             "name": "Firefox on Linux",
                     *             "created_at": "2026-11-23T09:30:00.000Z",
                     *             "last_used_at": "2026-11-23T09:30:00.000Z",
                     *             "expires_at": "2026-11-23T09:30:00.000Z"
                     *           }
                     *         ]
                     *       },
                     *       "sessions": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "device": {
                     *             "name": "John's phone",
                     *             "type": "ios"
                     *           },
                     *           "push_enabled": true,
                     *           "ip": "203.0.113.7",
                     *           "user_agent": "curl/8.5.0",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "last_active_at": "2026-11-23T09:30:00.000Z",
                     *           "expires_at": "2026-11-23T09:30:00.000Z",
                     *           "ended_at": null,
                     *           "end_reason": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AccountExport"];
                };
            };
        };
    };
    assignRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                 *       "role": "moderator"
                 *     }
                 */
                "application/json": components["schemas"]["RoleAssignment"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "is_active": true,
                     *       "mfa_methods": [
                     *         "totp"
                     *       ],
                     *       "ban": {
                     *         "reason": "Spam",
                     *         "until": null,
                     *         "banned_at": "2026-11-23T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
        };
    };
    listAuditLog: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
                /** @description Id of the actor. */
                actor?: string | null;
                /** @description Id of the subject. */
                subject?: string | null;
                /** @description Such as `user.ban`. */
                action?: string | null;
                /** @description The earliest time. */
                since?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "at": "2026-11-23T09:30:00.000Z",
                     *           "action": "user.ban",
                     *           "actor": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "subject": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "details": {
                     *             "reason": "Spam",
                     *             "until": null
                     *           },
                     *           "ip": "203.0.113.7",
                     *           "user_agent": "curl/8.5.0",
                     *           "request_id": "5f0c8f3e-6c58-4c3b-9d0a-6f2f4f0f3c11"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AuditEntryPage"];
                };
            };
        };
    };
    getAuditChain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": 1027,
                     *       "first_entry": 1,
                     *       "head": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                     *       "verification": {
                     *         "state": "whole",
                     *         "requested_at": "2026-11-23T09:30:00.000Z",
                     *         "finished_at": "2026-11-23T09:30:00.000Z",
                     *         "entries": 1027,
                     *         "broken_at": null,
                     *         "head": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AuditChain"];
                };
            };
        };
    };
    verifyAuditChain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": 1027,
                     *       "first_entry": 1,
                     *       "head": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                     *       "verification": {
                     *         "state": "whole",
                     *         "requested_at": "2026-11-23T09:30:00.000Z",
                     *         "finished_at": "2026-11-23T09:30:00.000Z",
                     *         "entries": 1027,
                     *         "broken_at": null,
                     *         "head": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AuditChain"];
                };
            };
        };
    };
    exportAuditLog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "action": "user.ban",
                 *       "since": "2026-11-23T00:00:00.000Z",
                 *       "format": "csv"
                 *     }
                 */
                "application/json": components["schemas"]["NewAuditExport"];
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "kind": "users",
                     *       "format": "csv",
                     *       "filter": {
                     *         "role": "moderator"
                     *       },
                     *       "state": "running",
                     *       "rows": 2000,
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "finished_at": null,
                     *       "expires_at": "2026-11-23T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["DataExport"];
                };
            };
        };
    };
    getAuditEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "at": "2026-11-23T09:30:00.000Z",
                     *       "action": "user.ban",
                     *       "actor": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "subject": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "details": {
                     *         "reason": "Spam",
                     *         "until": null
                     *       },
                     *       "ip": "203.0.113.7",
                     *       "user_agent": "curl/8.5.0",
                     *       "request_id": "5f0c8f3e-6c58-4c3b-9d0a-6f2f4f0f3c11"
                     *     }
                     */
                    "application/json": components["schemas"]["AuditEntry"];
                };
            };
        };
    };
    streamAuthorizationEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: snapshot
                     *     data: {"stale_ms":120,"time":"2026-11-23T09:30:00.000Z","signing_keys":[…],"access_token_ttl":600,"roles":[…],"changed_roles":[],"ended_sessions":[{"id":"0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41","expires_at":"2026-11-23T09:42:00.000Z"}],"changed_claims":[]}
                     *
                     *     event: session-revoked
                     *     id: 42
                     *     data: {"seq":42,"type":"session-revoked","at":"2026-11-23T09:30:00.000Z","expires_at":"2026-11-23T09:42:00.000Z","user_id":"0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e40","session_ids":["0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e42"],"reason":"ban"}
                     *
                     *     event: heartbeat
                     *     data: {"stale_ms":340,"time":"2026-11-23T09:30:05.000Z"}
                     */
                    "text/event-stream": string;
                };
            };
        };
    };
    listFollowers: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "node_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "client_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "name": "messages",
                     *           "connected_at": "2026-11-23T09:30:00.000Z",
                     *           "unread_bytes": 0,
                     *           "lag_ms": 0
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["FollowerPage"];
                };
            };
        };
    };
    getBranding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "CollabSphere",
                     *       "color": "#3b4fd8",
                     *       "logo": "https://auth.example.com/pages/logo",
                     *       "support": {
                     *         "email": "help@example.com",
                     *         "url": "https://help.example.com"
                     *       },
                     *       "languages": [
                     *         "de",
                     *         "en"
                     *       ],
                     *       "default_language": "en"
                     *     }
                     */
                    "application/json": components["schemas"]["Branding"];
                };
            };
        };
    };
    listDevices: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "name": "John's phone",
                     *           "type": "ios",
                     *           "push_enabled": true,
                     *           "push_kind": "webpush",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "last_active_at": "2026-11-23T09:30:00.000Z",
                     *           "current": false
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["DevicePage"];
                };
            };
        };
    };
    updateDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "John's phone",
                 *       "type": "ios",
                 *       "push": {
                 *         "kind": "webpush",
                 *         "subscription": {
                 *           "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABh",
                 *           "keys": {
                 *             "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                 *             "auth": "BTBZMqHH6r4Tts7J_aSIgg"
                 *           }
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["DeviceEdit"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "name": "John's phone",
                     *       "type": "ios",
                     *       "push_enabled": true,
                     *       "push_kind": "webpush",
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "last_active_at": "2026-11-23T09:30:00.000Z",
                     *       "current": false
                     *     }
                     */
                    "application/json": components["schemas"]["Device"];
                };
            };
        };
    };
    deleteDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    requestEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "new_email": "user@example.com",
                 *       "password": "securepass123"
                 *     }
                 */
                "application/json": components["schemas"]["EmailChange"];
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    confirmEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM"
                 *     }
                 */
                "application/json": components["schemas"]["EmailConfirmation"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    listExports: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "kind": "users",
                     *           "format": "csv",
                     *           "filter": {
                     *             "role": "moderator"
                     *           },
                     *           "state": "running",
                     *           "rows": 2000,
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "finished_at": null,
                     *           "expires_at": "2026-11-23T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["DataExportPage"];
                };
            };
        };
    };
    getExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "kind": "users",
                     *       "format": "csv",
                     *       "filter": {
                     *         "role": "moderator"
                     *       },
                     *       "state": "running",
                     *       "rows": 2000,
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "finished_at": null,
                     *       "expires_at": "2026-11-23T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["DataExport"];
                };
            };
        };
    };
    removeExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    downloadExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example "id","email" */
                    "text/csv": string;
                    /** @example {"id":"0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41"} */
                    "application/x-ndjson": string;
                };
            };
        };
    };
    listFailedJobs: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
                /** @description Only jobs of this kind. */
                kind?: "mail" | "push" | "other" | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "4711",
                     *           "kind": "mail",
                     *           "name": "verify-email",
                     *           "attempts": 3,
                     *           "max_attempts": 21,
                     *           "next_attempt_at": "2026-11-23T09:30:00.000Z",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "last_error": "connect ECONNREFUSED 127.0.0.1:25"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["FailedJobPage"];
                };
            };
        };
    };
    retryFailedJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "mail",
                 *       "ids": [
                 *         "4711"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["JobRetry"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "retried": 3
                     *     }
                     */
                    "application/json": components["schemas"]["RetriedJobs"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "email": "user@example.com",
                     *           "role": {
                     *             "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *             "name": "moderator"
                     *           },
                     *           "message": "Welcome to the team!",
                     *           "state": "pending",
                     *           "invited_by": {
                     *             "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *             "username": "user123",
                     *             "full_name": "John Doe"
                     *           },
                     *           "accepted_by": null,
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "expires_at": "2026-11-23T09:30:00.000Z",
                     *           "accepted_at": null,
                     *           "revoked_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationPage"];
                };
            };
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "user@example.com",
                 *       "role": "moderator",
                 *       "message": "Welcome to the team!"
                 *     }
                 */
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "email": "user@example.com",
                     *       "role": {
                     *         "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *         "name": "moderator"
                     *       },
                     *       "message": "Welcome to the team!",
                     *       "state": "pending",
                     *       "invited_by": {
                     *         "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *         "username": "user123",
                     *         "full_name": "John Doe"
                     *       },
                     *       "accepted_by": null,
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "expires_at": "2026-11-23T09:30:00.000Z",
                     *       "accepted_at": null,
                     *       "revoked_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["Invitation"];
                };
            };
        };
    };
    previewInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM"
                 *     }
                 */
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "user@example.com",
                     *       "invited_by": "John Doe",
                     *       "role": "moderator",
                     *       "expires_at": "2026-11-23T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationPreview"];
                };
            };
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "device_token": "fcm-token-123",
                 *       "device_type": "ios",
                 *       "device_name": "John's phone",
                 *       "session": "tokens",
                 *       "email": "user@example.com",
                 *       "password": "securepass123",
                 *       "known_device_token": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…",
                 *       "trusted_device_token": "mC3tJ9dK0xQwE5rT7yUiOpLkJhGfDsAzXcVbNm12345"
                 *     }
                 */
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *         "username": "user123",
                     *         "full_name": "John Doe",
                     *         "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *         "bio": "Likes tea.",
                     *         "is_online": true,
                     *         "last_seen": "2026-11-23T09:30:00.000Z",
                     *         "date_joined": "2026-11-23T09:30:00.000Z",
                     *         "role": {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         },
                     *         "roles": [
                     *           {
                     *             "id": "0193543d-0000-7000-8000-000000000000",
                     *             "name": "user",
                     *             "description": "Everybody.",
                     *             "created_at": "2026-11-23T09:30:00.000Z",
                     *             "priority": 0,
                     *             "require_mfa": false,
                     *             "custom_permissions": {
                     *               "can_pin": true
                     *             },
                     *             "can_moderate": false,
                     *             "can_manage_users": false,
                     *             "can_manage_roles": false,
                     *             "can_delete_messages": false,
                     *             "can_ban_users": false,
                     *             "is_system": true
                     *           }
                     *         ],
                     *         "email": "user@example.com",
                     *         "email_verified": true
                     *       },
                     *       "tokens": {
                     *         "access": "eyJhbGciOiJFUzI1NiIs…",
                     *         "refresh": "AQGYpvJMHn06m1cvbwwdjkEAAAAA…",
                     *         "token_type": "Bearer",
                     *         "expires_in": 600
                     *       },
                     *       "permissions": {
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false
                     *       },
                     *       "known_device_token": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…"
                     *     }
                     */
                    "application/json": components["schemas"]["SignInResult"] | components["schemas"]["BrowserSignInResult"];
                };
            };
        };
    };
    loginMfa: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mfa_token": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM",
                 *       "method": "totp",
                 *       "code": "492039",
                 *       "trust_device": false,
                 *       "session": "tokens"
                 *     }
                 */
                "application/json": components["schemas"]["MfaLogin"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *         "username": "user123",
                     *         "full_name": "John Doe",
                     *         "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *         "bio": "Likes tea.",
                     *         "is_online": true,
                     *         "last_seen": "2026-11-23T09:30:00.000Z",
                     *         "date_joined": "2026-11-23T09:30:00.000Z",
                     *         "role": {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         },
                     *         "roles": [
                     *           {
                     *             "id": "0193543d-0000-7000-8000-000000000000",
                     *             "name": "user",
                     *             "description": "Everybody.",
                     *             "created_at": "2026-11-23T09:30:00.000Z",
                     *             "priority": 0,
                     *             "require_mfa": false,
                     *             "custom_permissions": {
                     *               "can_pin": true
                     *             },
                     *             "can_moderate": false,
                     *             "can_manage_users": false,
                     *             "can_manage_roles": false,
                     *             "can_delete_messages": false,
                     *             "can_ban_users": false,
                     *             "is_system": true
                     *           }
                     *         ],
                     *         "email": "user@example.com",
                     *         "email_verified": true
                     *       },
                     *       "tokens": {
                     *         "access": "eyJhbGciOiJFUzI1NiIs…",
                     *         "refresh": "AQGYpvJMHn06m1cvbwwdjkEAAAAA…",
                     *         "token_type": "Bearer",
                     *         "expires_in": 600
                     *       },
                     *       "permissions": {
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false
                     *       },
                     *       "known_device_token": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…",
                     *       "trusted_device_token": "mC3tJ9dK0xQwE5rT7yUiOpLkJhGfDsAzXcVbNm12345"
                     *     }
                     */
                    "application/json": components["schemas"]["MfaSignInResult"] | components["schemas"]["BrowserSignInResult"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    getMessages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description BCP 47. */
                language: string;
                namespace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "not_found.title": "Nicht gefunden"
                     *     }
                     */
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
        };
    };
    getMfa: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "totp": true,
                     *       "passkeys": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "name": "John's phone",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "last_used_at": "2026-11-23T09:30:00.000Z",
                     *           "backed_up": true
                     *         }
                     *       ],
                     *       "recovery_codes_left": 10,
                     *       "trusted_devices": 0,
                     *       "required": false
                     *     }
                     */
                    "application/json": components["schemas"]["Mfa"];
                };
            };
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "k7m2-x9qf-4wab-8npt-c3zr-n6dj"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
        };
    };
    startTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                     *       "uri": "otpauth://totp/CollabSphere:user%40example.com?issuer=CollabSphere&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30",
                     *       "qr_svg": "<svg xmlns=\"…\">…</svg>"
                     *     }
                     */
                    "application/json": components["schemas"]["TotpSetup"];
                };
            };
        };
    };
    removeTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    confirmTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "492039"
                 *     }
                 */
                "application/json": components["schemas"]["TotpCode"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "k7m2-x9qf-4wab-8npt-c3zr-n6dj"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TotpConfirmation"];
                };
            };
        };
    };
    removeTrustedDevices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listNodes: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "host": "auth-1",
                     *           "pid": 4711,
                     *           "started_at": "2026-11-23T09:30:00.000Z",
                     *           "reported_at": "2026-11-23T09:30:00.000Z",
                     *           "is_lost": false,
                     *           "stale_ms": 340,
                     *           "sockets": 128,
                     *           "followers": 2
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ServiceNodePage"];
                };
            };
        };
    };
    getNotificationPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kinds": {
                     *         "message": {
                     *           "push": true,
                     *           "mail": false,
                     *           "socket": true
                     *         },
                     *         "mention": {
                     *           "push": true,
                     *           "mail": false,
                     *           "socket": true
                     *         },
                     *         "call": {
                     *           "push": true,
                     *           "mail": false,
                     *           "socket": true
                     *         },
                     *         "system": {
                     *           "push": true,
                     *           "mail": false,
                     *           "socket": true
                     *         },
                     *         "security": {
                     *           "push": true,
                     *           "mail": false,
                     *           "socket": true
                     *         }
                     *       },
                     *       "quiet_hours": {
                     *         "from": "22:00",
                     *         "to": "07:00",
                     *         "time_zone": "Europe/Berlin",
                     *         "days": [
                     *           "sun",
                     *           "mon",
                     *           "tue",
                     *           "wed",
                     *           "thu"
                     *         ]
                     *       },
                     *       "dnd": "silent"
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationPreferences"];
                };
            };
        };
    };
    updateNotificationPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kinds": {
                 *         "mention": {
                 *           "mail": false
                 *         }
                 *       },
                 *       "quiet_hours": {
                 *         "from": "22:00",
                 *         "to": "07:00",
                 *         "time_zone": "Europe/Berlin",
                 *         "days": [
                 *           "sun",
                 *           "mon",
                 *           "tue",
                 *           "wed",
                 *           "thu"
                 *         ]
                 *       },
                 *       "dnd": "hold"
                 *     }
                 */
                "application/json": components["schemas"]["NotificationPreferencesEdit"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kinds": {
                     *         "message": {
                     *           "push": true,
                     *           "mail": false,
                     *           "socket": true
                     *         },
                     *         "mention": {
                     *           "push": true,
                     *           "mail": false,
                     *           "socket": true
                     *         },
                     *         "call": {
                     *           "push": true,
                     *           "mail": false,
                     *           "socket": true
                     *         },
                     *         "system": {
                     *           "push": true,
                     *           "mail": false,
                     *           "socket": true
                     *         },
                     *         "security": {
                     *           "push": true,
                     *           "mail": false,
                     *           "socket": true
                     *         }
                     *       },
                     *       "quiet_hours": {
                     *         "from": "22:00",
                     *         "to": "07:00",
                     *         "time_zone": "Europe/Berlin",
                     *         "days": [
                     *           "sun",
                     *           "mon",
                     *           "tue",
                     *           "wed",
                     *           "thu"
                     *         ]
                     *       },
                     *       "dnd": "silent"
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationPreferences"];
                };
            };
        };
    };
    sendNotifications: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key and body within 24 h has no further effect and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "mention",
                 *       "title": "Grace mentioned you",
                 *       "body": "Could you look at the draft before noon?",
                 *       "data": {
                 *         "room_id": "general"
                 *       },
                 *       "urgency": "high",
                 *       "ttl": 3600,
                 *       "collapse_key": "room-general",
                 *       "only_if_offline": false,
                 *       "user_ids": [
                 *         "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NotificationBatch"];
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "users": 998,
                     *       "unknown_users": 2,
                     *       "devices": 2310,
                     *       "skipped": {
                     *         "no_push_token": 41,
                     *         "switched_off": 3
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedNotificationBatch"];
                };
            };
        };
    };
    registerPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "challenge_id": "8c1f7d2e-5b0a-4f3c-9e6d-2a4b6c8d0e1f",
                 *       "attestation": {
                 *         "id": "QHQyOzqKeA99y8449WZx1JaBYlzd_lo-dh1hP9GRCGg",
                 *         "rawId": "QHQyOzqKeA99y8449WZx1JaBYlzd_lo-dh1hP9GRCGg",
                 *         "type": "public-key",
                 *         "response": {
                 *           "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4u…",
                 *           "attestationObject": "o2Nm…"
                 *         },
                 *         "clientExtensionResults": {}
                 *       },
                 *       "name": "John's phone"
                 *     }
                 */
                "application/json": components["schemas"]["NewPasskeyRequest"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "passkey": {
                     *         "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *         "name": "John's phone",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "last_used_at": "2026-11-23T09:30:00.000Z",
                     *         "backed_up": true
                     *       },
                     *       "recovery_codes": [
                     *         "k7m2-x9qf-4wab-8npt-c3zr-n6dj"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RegisteredPasskey"];
                };
            };
        };
    };
    createPasskeyChallenge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "purpose": "sign_in"
                 *     }
                 */
                "application/json": components["schemas"]["PasskeyChallengeRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge_id": "8c1f7d2e-5b0a-4f3c-9e6d-2a4b6c8d0e1f",
                     *       "options": {
                     *         "challenge": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM",
                     *         "rpId": "auth.example.com",
                     *         "allowCredentials": [],
                     *         "userVerification": "required",
                     *         "timeout": 300000
                     *       },
                     *       "creation_options": {
                     *         "challenge": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM",
                     *         "rp": {
                     *           "id": "auth.example.com",
                     *           "name": "CollabSphere"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PasskeyChallenge"];
                };
            };
        };
    };
    loginWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "device_token": "fcm-token-123",
                 *       "device_type": "ios",
                 *       "device_name": "John's phone",
                 *       "session": "tokens",
                 *       "challenge_id": "8c1f7d2e-5b0a-4f3c-9e6d-2a4b6c8d0e1f",
                 *       "assertion": {
                 *         "id": "QHQyOzqKeA99y8449WZx1JaBYlzd_lo-dh1hP9GRCGg",
                 *         "rawId": "QHQyOzqKeA99y8449WZx1JaBYlzd_lo-dh1hP9GRCGg",
                 *         "type": "public-key",
                 *         "response": {
                 *           "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4u…",
                 *           "authenticatorData": "SZYN…",
                 *           "signature": "MEUC…"
                 *         },
                 *         "clientExtensionResults": {}
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PasskeyLogin"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *         "username": "user123",
                     *         "full_name": "John Doe",
                     *         "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *         "bio": "Likes tea.",
                     *         "is_online": true,
                     *         "last_seen": "2026-11-23T09:30:00.000Z",
                     *         "date_joined": "2026-11-23T09:30:00.000Z",
                     *         "role": {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         },
                     *         "roles": [
                     *           {
                     *             "id": "0193543d-0000-7000-8000-000000000000",
                     *             "name": "user",
                     *             "description": "Everybody.",
                     *             "created_at": "2026-11-23T09:30:00.000Z",
                     *             "priority": 0,
                     *             "require_mfa": false,
                     *             "custom_permissions": {
                     *               "can_pin": true
                     *             },
                     *             "can_moderate": false,
                     *             "can_manage_users": false,
                     *             "can_manage_roles": false,
                     *             "can_delete_messages": false,
                     *             "can_ban_users": false,
                     *             "is_system": true
                     *           }
                     *         ],
                     *         "email": "user@example.com",
                     *         "email_verified": true
                     *       },
                     *       "tokens": {
                     *         "access": "eyJhbGciOiJFUzI1NiIs…",
                     *         "refresh": "AQGYpvJMHn06m1cvbwwdjkEAAAAA…",
                     *         "token_type": "Bearer",
                     *         "expires_in": 600
                     *       },
                     *       "permissions": {
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false
                     *       },
                     *       "known_device_token": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…"
                     *     }
                     */
                    "application/json": components["schemas"]["SignInResult"] | components["schemas"]["BrowserSignInResult"];
                };
            };
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    renamePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "John's phone"
                 *     }
                 */
                "application/json": components["schemas"]["PasskeyChanges"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "name": "John's phone",
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "last_used_at": "2026-11-23T09:30:00.000Z",
                     *       "backed_up": true
                     *     }
                     */
                    "application/json": components["schemas"]["Passkey"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "securepass123",
                 *       "new_password": "securepass123"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    forgotPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "user@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["ForgotPasswordRequest"];
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM",
                 *       "new_password": "securepass123"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    listPresence: {
        parameters: {
            query: {
                /** @description Ids, comma-separated or as a repeated parameter. */
                user_ids: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "user_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "is_online": true,
                     *           "status": "online",
                     *           "text": "In a meeting",
                     *           "last_seen": "2026-11-23T09:30:00.000Z",
                     *           "devices": [
                     *             "ios",
                     *             "web"
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PresencePage"];
                };
            };
        };
    };
    setPresence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "dnd",
                 *       "text": "In a meeting",
                 *       "until": "2026-11-23T09:30:00.000Z"
                 *     }
                 */
                "application/json": components["schemas"]["StatusEdit"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "is_online": true,
                     *       "status": "dnd",
                     *       "text": "In a meeting",
                     *       "until": "2026-11-23T09:30:00.000Z",
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "devices": [
                     *         "ios",
                     *         "web"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OwnPresence"];
                };
            };
        };
    };
    sendHeartbeat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "is_online": true,
                     *       "status": "dnd",
                     *       "text": "In a meeting",
                     *       "until": "2026-11-23T09:30:00.000Z",
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "devices": [
                     *         "ios",
                     *         "web"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OwnPresence"];
                };
            };
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "permissions": {
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
        };
    };
    replaceProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "user123",
                 *       "full_name": "John Doe",
                 *       "bio": "Likes tea.",
                 *       "locale": "de",
                 *       "current_password": "securepass123",
                 *       "new_password": "securepass123"
                 *     }
                 */
                "application/json": components["schemas"]["ProfileEdit"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "permissions": {
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
        };
    };
    updateProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "user123",
                 *       "full_name": "John Doe",
                 *       "bio": "Likes tea.",
                 *       "locale": "de",
                 *       "current_password": "securepass123",
                 *       "new_password": "securepass123"
                 *     }
                 */
                "application/json": components["schemas"]["ProfileEdit"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "permissions": {
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
        };
    };
    uploadAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    avatar: string;
                };
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "permissions": {
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
        };
    };
    deleteAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "permissions": {
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
        };
    };
    getWebPushKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "public_key": "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"
                     *     }
                     */
                    "application/json": components["schemas"]["WebPushKey"];
                };
            };
        };
    };
    reauthenticate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "securepass123",
                 *       "method": "totp",
                 *       "code": "492039",
                 *       "session": "tokens"
                 *     }
                 */
                "application/json": components["schemas"]["Reauthentication"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access": "eyJhbGciOiJFUzI1NiIs…",
                     *       "refresh": "AQGYpvJMHn06m1cvbwwdjkEAAAAA…",
                     *       "token_type": "Bearer",
                     *       "expires_in": 600
                     *     }
                     */
                    "application/json": components["schemas"]["Tokens"] | components["schemas"]["AccessToken"];
                };
            };
        };
    };
    getReauthenticationOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge_id": "qk3vTz6xLcPaE9dGfUoSh4tQwM",
                     *       "webauthn_options": {
                     *         "challenge": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ReauthenticationOptions"];
                };
            };
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "device_token": "fcm-token-123",
                 *       "device_type": "ios",
                 *       "device_name": "John's phone",
                 *       "session": "tokens",
                 *       "email": "user@example.com",
                 *       "username": "user123",
                 *       "password": "securepass123",
                 *       "password2": "securepass123",
                 *       "full_name": "John Doe",
                 *       "bio": "Likes tea.",
                 *       "locale": "de"
                 *     }
                 */
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *         "username": "user123",
                     *         "full_name": "John Doe",
                     *         "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *         "bio": "Likes tea.",
                     *         "is_online": true,
                     *         "last_seen": "2026-11-23T09:30:00.000Z",
                     *         "date_joined": "2026-11-23T09:30:00.000Z",
                     *         "role": {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         },
                     *         "roles": [
                     *           {
                     *             "id": "0193543d-0000-7000-8000-000000000000",
                     *             "name": "user",
                     *             "description": "Everybody.",
                     *             "created_at": "2026-11-23T09:30:00.000Z",
                     *             "priority": 0,
                     *             "require_mfa": false,
                     *             "custom_permissions": {
                     *               "can_pin": true
                     *             },
                     *             "can_moderate": false,
                     *             "can_manage_users": false,
                     *             "can_manage_roles": false,
                     *             "can_delete_messages": false,
                     *             "can_ban_users": false,
                     *             "is_system": true
                     *           }
                     *         ],
                     *         "email": "user@example.com",
                     *         "email_verified": true
                     *       },
                     *       "tokens": {
                     *         "access": "eyJhbGciOiJFUzI1NiIs…",
                     *         "refresh": "AQGYpvJMHn06m1cvbwwdjkEAAAAA…",
                     *         "token_type": "Bearer",
                     *         "expires_in": 600
                     *       },
                     *       "permissions": {
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false
                     *       },
                     *       "known_device_token": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…",
                     *       "message": "Welcome! Please open the link in the mail that we sent you."
                     *     }
                     */
                    "application/json": components["schemas"]["RegistrationResult"] | components["schemas"]["BrowserRegistrationResult"];
                };
            };
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    resendVerification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "email": "user@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["VerificationRequest"];
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    listRoles: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RolePage"];
                };
            };
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Answers questions.",
                 *       "priority": 10,
                 *       "require_mfa": false,
                 *       "can_moderate": false,
                 *       "can_manage_users": false,
                 *       "can_manage_roles": false,
                 *       "can_delete_messages": false,
                 *       "can_ban_users": false,
                 *       "name": "helper",
                 *       "custom_permissions": {
                 *         "can_pin": true
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0193543d-0000-7000-8000-000000000000",
                     *       "name": "user",
                     *       "description": "Everybody.",
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "priority": 0,
                     *       "require_mfa": false,
                     *       "custom_permissions": {
                     *         "can_pin": true
                     *       },
                     *       "can_moderate": false,
                     *       "can_manage_users": false,
                     *       "can_manage_roles": false,
                     *       "can_delete_messages": false,
                     *       "can_ban_users": false,
                     *       "is_system": true
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
        };
    };
    simulatePermissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                 *       "role_ids": [
                 *         "0193543d-0000-7000-8000-000000000050"
                 *       ],
                 *       "edited_role": {
                 *         "description": "Answers questions.",
                 *         "priority": 10,
                 *         "require_mfa": false,
                 *         "can_moderate": false,
                 *         "can_manage_users": false,
                 *         "can_manage_roles": false,
                 *         "can_delete_messages": false,
                 *         "can_ban_users": false,
                 *         "name": "helper",
                 *         "custom_permissions": {
                 *           "can_pin": true
                 *         },
                 *         "id": "0193543d-0000-7000-8000-000000000050"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PermissionSimulation"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "before": [
                     *         {
                     *           "permission": "can_ban_users",
                     *           "value": true,
                     *           "granted": true,
                     *           "sources": [
                     *             {
                     *               "role_id": "0193543d-0000-7000-8000-000000000050",
                     *               "role": "moderator",
                     *               "priority": 50,
                     *               "value": true,
                     *               "decides": true
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "after": [
                     *         {
                     *           "permission": "can_ban_users",
                     *           "value": true,
                     *           "granted": true,
                     *           "sources": [
                     *             {
                     *               "role_id": "0193543d-0000-7000-8000-000000000050",
                     *               "role": "moderator",
                     *               "priority": 50,
                     *               "value": true,
                     *               "decides": true
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "changes": [
                     *         {
                     *           "permission": "can_ban_users",
                     *           "before": false,
                     *           "after": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SimulatedPermissions"];
                };
            };
        };
    };
    getRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0193543d-0000-7000-8000-000000000000",
                     *       "name": "user",
                     *       "description": "Everybody.",
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "priority": 0,
                     *       "require_mfa": false,
                     *       "custom_permissions": {
                     *         "can_pin": true
                     *       },
                     *       "can_moderate": false,
                     *       "can_manage_users": false,
                     *       "can_manage_roles": false,
                     *       "can_delete_messages": false,
                     *       "can_ban_users": false,
                     *       "is_system": true
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of the role as last read; 412 if it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` of the role as last read; 412 if it was changed since. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Answers questions.",
                 *       "priority": 10,
                 *       "require_mfa": false,
                 *       "can_moderate": false,
                 *       "can_manage_users": false,
                 *       "can_manage_roles": false,
                 *       "can_delete_messages": false,
                 *       "can_ban_users": false,
                 *       "name": "helper",
                 *       "custom_permissions": {
                 *         "can_pin": true
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["RoleEdit"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0193543d-0000-7000-8000-000000000000",
                     *       "name": "user",
                     *       "description": "Everybody.",
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "priority": 0,
                     *       "require_mfa": false,
                     *       "custom_permissions": {
                     *         "can_pin": true
                     *       },
                     *       "can_moderate": false,
                     *       "can_manage_users": false,
                     *       "can_manage_roles": false,
                     *       "can_delete_messages": false,
                     *       "can_ban_users": false,
                     *       "is_system": true
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
        };
    };
    listServices: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "name": "messages",
                     *           "scopes": [
                     *             "authorization.read"
                     *           ],
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "created_by": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "secrets": [
                     *             {
                     *               "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *               "created_at": "2026-11-23T09:30:00.000Z",
                     *               "expires_at": null,
                     *               "last_used_at": "2026-11-23T09:30:00.000Z"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ServicePage"];
                };
            };
        };
    };
    createService: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "messages",
                 *       "scopes": [
                 *         "authorization.read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewService"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "name": "messages",
                     *       "scopes": [
                     *         "authorization.read"
                     *       ],
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "created_by": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "secrets": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "expires_at": null,
                     *           "last_used_at": "2026-11-23T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "client_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "client_secret": "wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedService"];
                };
            };
        };
    };
    getService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "name": "messages",
                     *       "scopes": [
                     *         "authorization.read"
                     *       ],
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "created_by": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "secrets": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "expires_at": null,
                     *           "last_used_at": "2026-11-23T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Service"];
                };
            };
        };
    };
    deleteService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateService: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "messages",
                 *       "scopes": [
                 *         "authorization.read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ServiceEdit"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "name": "messages",
                     *       "scopes": [
                     *         "authorization.read"
                     *       ],
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "created_by": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "secrets": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "expires_at": null,
                     *           "last_used_at": "2026-11-23T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Service"];
                };
            };
        };
    };
    createServiceSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expires_at": "2099-12-31T00:00:00.000Z"
                 *     }
                 */
                "application/json": components["schemas"]["NewServiceSecret"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "expires_at": null,
                     *       "last_used_at": "2026-11-23T09:30:00.000Z",
                     *       "client_secret": "wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedServiceSecret"];
                };
            };
        };
    };
    deleteServiceSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                secret_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "device": {
                     *             "name": "John's phone",
                     *             "type": "ios"
                     *           },
                     *           "ip": "203.0.113.7",
                     *           "user_agent": "Firefox on Linux",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "last_active_at": "2026-11-23T09:30:00.000Z",
                     *           "current": true
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
        };
    };
    revokeOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reportUnrecognizedSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM"
                 *     }
                 */
                "application/json": components["schemas"]["UnrecognizedSessionReport"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    revokeSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "ACCESS_TOKEN_TTL",
                     *           "group": "Security",
                     *           "description": "How long an access token is valid.",
                     *           "value": "10m",
                     *           "default": null,
                     *           "is_secret": false,
                     *           "is_set": false
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Settings"];
                };
            };
        };
    };
    setUpOwner: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "user@example.com",
                 *       "username": "user123",
                 *       "full_name": "John Doe",
                 *       "password": "securepass123",
                 *       "token": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM"
                 *     }
                 */
                "application/json": components["schemas"]["OwnerSetup"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    previewSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM"
                 *     }
                 */
                "application/json": components["schemas"]["OwnerSetupLink"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expires_at": "2026-11-24T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SetupLinkStatus"];
                };
            };
        };
    };
    listSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "kid": "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U",
                     *           "state": "signing",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "active_at": "2026-11-23T09:30:00.000Z",
                     *           "retires_at": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SigningKeys"];
                };
            };
        };
    };
    rotateSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "immediately": false
                 *     }
                 */
                "application/json": components["schemas"]["KeyRotationRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kid": "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U",
                     *       "active_at": "2026-11-23T09:30:00.000Z",
                     *       "old_keys_retire_at": "2026-11-23T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["KeyRotation"];
                };
            };
        };
    };
    withdrawSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kid": "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U",
                     *       "active_at": "2026-11-23T09:30:00.000Z",
                     *       "old_keys_retire_at": "2026-11-23T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["KeyRotation"];
                };
            };
        };
    };
    getStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": "2026-11-23T09:30:00.000Z",
                     *       "online": 57,
                     *       "banned": 4,
                     *       "last_24_hours": [
                     *         {
                     *           "from": "2026-11-23T09:00:00.000Z",
                     *           "sign_ins": 120,
                     *           "sign_in_failures": 7,
                     *           "registrations": 3,
                     *           "bans": 1,
                     *           "pushes_sent": 45,
                     *           "pushes_failed": 0
                     *         }
                     *       ],
                     *       "last_30_days": [
                     *         {
                     *           "from": "2026-11-23T09:00:00.000Z",
                     *           "sign_ins": 120,
                     *           "sign_in_failures": 7,
                     *           "registrations": 3,
                     *           "bans": 1,
                     *           "pushes_sent": 45,
                     *           "pushes_failed": 0
                     *         }
                     *       ],
                     *       "mails": {
                     *         "waiting": 2,
                     *         "retrying": 0,
                     *         "failed": 0
                     *       },
                     *       "pushes": {
                     *         "waiting": 2,
                     *         "retrying": 0,
                     *         "failed": 0
                     *       },
                     *       "nodes": {
                     *         "running": 2,
                     *         "lost": 0,
                     *         "sockets": 128,
                     *         "max_stale_ms": 340
                     *       },
                     *       "followers": {
                     *         "connected": 3,
                     *         "max_lag_ms": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Statistics"];
                };
            };
        };
    };
    refreshToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "refresh": "AQGYpvJMHn06m1cvbwwdjkEAAAAA…",
                 *       "session": "tokens"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access": "eyJhbGciOiJFUzI1NiIs…",
                     *       "refresh": "AQGYpvJMHn06m1cvbwwdjkEAAAAA…",
                     *       "token_type": "Bearer",
                     *       "expires_in": 600
                     *     }
                     */
                    "application/json": components["schemas"]["Tokens"] | components["schemas"]["AccessToken"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
                /** @description Part of the e-mail address, username or full name; one or two letters match the beginning only. */
                q?: string | null;
                /** @description Name or id of a role that the user has. */
                role?: string | null;
                /** @description Whether a ban is in force. */
                banned?: boolean | null;
                /** @description Whether the user is online. */
                online?: boolean | null;
                /** @description Whether the e-mail address is verified. */
                verified?: boolean | null;
                /** @description Whether the user has a second factor. */
                mfa?: boolean | null;
                /** @description `false` for accounts that an admin has deactivated. */
                active?: boolean | null;
                /** @description Joined at this time or later. */
                joined_after?: string | null;
                /** @description Joined before this time. */
                joined_before?: string | null;
                /** @description One of `date_joined`, `-date_joined`, `last_seen`, `-last_seen`, `username`, `-username`, `email`, `-email`, `full_name`, `-full_name`; the default is `-date_joined`. */
                sort?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "username": "user123",
                     *           "full_name": "John Doe",
                     *           "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *           "bio": "Likes tea.",
                     *           "is_online": true,
                     *           "last_seen": "2026-11-23T09:30:00.000Z",
                     *           "date_joined": "2026-11-23T09:30:00.000Z",
                     *           "role": {
                     *             "id": "0193543d-0000-7000-8000-000000000000",
                     *             "name": "user",
                     *             "description": "Everybody.",
                     *             "created_at": "2026-11-23T09:30:00.000Z",
                     *             "priority": 0,
                     *             "require_mfa": false,
                     *             "custom_permissions": {
                     *               "can_pin": true
                     *             },
                     *             "can_moderate": false,
                     *             "can_manage_users": false,
                     *             "can_manage_roles": false,
                     *             "can_delete_messages": false,
                     *             "can_ban_users": false,
                     *             "is_system": true
                     *           },
                     *           "roles": [
                     *             {
                     *               "id": "0193543d-0000-7000-8000-000000000000",
                     *               "name": "user",
                     *               "description": "Everybody.",
                     *               "created_at": "2026-11-23T09:30:00.000Z",
                     *               "priority": 0,
                     *               "require_mfa": false,
                     *               "custom_permissions": {
                     *                 "can_pin": true
                     *               },
                     *               "can_moderate": false,
                     *               "can_manage_users": false,
                     *               "can_manage_roles": false,
                     *               "can_delete_messages": false,
                     *               "can_ban_users": false,
                     *               "is_system": true
                     *             }
                     *           ],
                     *           "email": "user@example.com",
                     *           "email_verified": true,
                     *           "locale": "de",
                     *           "is_active": true,
                     *           "mfa_methods": [
                     *             "totp"
                     *           ],
                     *           "ban": {
                     *             "reason": "Spam",
                     *             "until": null,
                     *             "banned_at": "2026-11-23T09:30:00.000Z"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUserPage"];
                };
            };
        };
    };
    runBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "action": "add_role",
                 *       "user_ids": [
                 *         "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41"
                 *       ],
                 *       "role": "moderator"
                 *     }
                 */
                "application/json": components["schemas"]["BulkAction"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "user_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "done": true,
                     *           "code": null,
                     *           "detail": null
                     *         }
                     *       ],
                     *       "done": 1,
                     *       "refused": 0
                     *     }
                     */
                    "application/json": components["schemas"]["BulkResult"];
                };
            };
        };
    };
    previewBulkAction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "action": "add_role",
                 *       "user_ids": [
                 *         "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41"
                 *       ],
                 *       "role": "moderator"
                 *     }
                 */
                "application/json": components["schemas"]["BulkAction"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "user_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "allowed": true,
                     *           "changes": true,
                     *           "code": null,
                     *           "detail": null
                     *         }
                     *       ],
                     *       "allowed": 1,
                     *       "refused": 0
                     *     }
                     */
                    "application/json": components["schemas"]["BulkPreview"];
                };
            };
        };
    };
    exportUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "q": "john",
                 *       "role": "moderator",
                 *       "banned": false,
                 *       "online": true,
                 *       "verified": true,
                 *       "mfa": true,
                 *       "active": true,
                 *       "joined_after": "2026-11-01T00:00:00.000Z",
                 *       "joined_before": "2026-11-01T00:00:00.000Z",
                 *       "format": "csv"
                 *     }
                 */
                "application/json": components["schemas"]["NewUserExport"];
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "kind": "users",
                     *       "format": "csv",
                     *       "filter": {
                     *         "role": "moderator"
                     *       },
                     *       "state": "running",
                     *       "rows": 2000,
                     *       "created_at": "2026-11-23T09:30:00.000Z",
                     *       "finished_at": null,
                     *       "expires_at": "2026-11-23T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["DataExport"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "is_active": true,
                     *       "mfa_methods": [
                     *         "totp"
                     *       ],
                     *       "ban": {
                     *         "reason": "Spam",
                     *         "until": null,
                     *         "banned_at": "2026-11-23T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUser"] | components["schemas"]["PublicUser"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "user123",
                 *       "full_name": "John Doe",
                 *       "bio": "Likes tea.",
                 *       "locale": "de",
                 *       "is_active": true
                 *     }
                 */
                "application/json": components["schemas"]["AdminUserEdit"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "is_active": true,
                     *       "mfa_methods": [
                     *         "totp"
                     *       ],
                     *       "ban": {
                     *         "reason": "Spam",
                     *         "until": null,
                     *         "banned_at": "2026-11-23T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
        };
    };
    banUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Spam",
                 *       "until": "2027-01-01T00:00:00.000Z"
                 *     }
                 */
                "application/json": components["schemas"]["BanRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "is_active": true,
                     *       "mfa_methods": [
                     *         "totp"
                     *       ],
                     *       "ban": {
                     *         "reason": "Spam",
                     *         "until": null,
                     *         "banned_at": "2026-11-23T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
        };
    };
    unbanUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "is_active": true,
                     *       "mfa_methods": [
                     *         "totp"
                     *       ],
                     *       "ban": {
                     *         "reason": "Spam",
                     *         "until": null,
                     *         "banned_at": "2026-11-23T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
        };
    };
    resetUserMfa: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listUserNotes: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "text": "Warned for spam in #general.",
                     *           "author": {
                     *             "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *             "username": "user123"
                     *           },
                     *           "created_at": "2026-11-23T09:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["NotePage"];
                };
            };
        };
    };
    addUserNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "Warned for spam in #general."
                 *     }
                 */
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description Success. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "text": "Warned for spam in #general.",
                     *       "author": {
                     *         "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *         "username": "user123"
                     *       },
                     *       "created_at": "2026-11-23T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Note"];
                };
            };
        };
    };
    removeUserNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                note_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sendNotification: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeated request with the same key and body within 24 h has no further effect and gets the same answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "mention",
                 *       "title": "Grace mentioned you",
                 *       "body": "Could you look at the draft before noon?",
                 *       "data": {
                 *         "room_id": "general"
                 *       },
                 *       "urgency": "high",
                 *       "ttl": 3600,
                 *       "collapse_key": "room-general",
                 *       "only_if_offline": false
                 *     }
                 */
                "application/json": components["schemas"]["NotificationRequest"];
            };
        };
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "devices": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41"
                     *         }
                     *       ],
                     *       "skipped": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "reason": "no_push_token"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedNotification"];
                };
            };
        };
    };
    sendPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    explainUserPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "restrictions": [],
                     *       "permissions": [
                     *         {
                     *           "permission": "can_ban_users",
                     *           "value": true,
                     *           "granted": true,
                     *           "sources": [
                     *             {
                     *               "role_id": "0193543d-0000-7000-8000-000000000050",
                     *               "role": "moderator",
                     *               "priority": 50,
                     *               "value": true,
                     *               "decides": true
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UserPermissions"];
                };
            };
        };
    };
    addUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "is_active": true,
                     *       "mfa_methods": [
                     *         "totp"
                     *       ],
                     *       "ban": {
                     *         "reason": "Spam",
                     *         "until": null,
                     *         "banned_at": "2026-11-23T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
        };
    };
    removeUserRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "username": "user123",
                     *       "full_name": "John Doe",
                     *       "avatar": "https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp",
                     *       "bio": "Likes tea.",
                     *       "is_online": true,
                     *       "last_seen": "2026-11-23T09:30:00.000Z",
                     *       "date_joined": "2026-11-23T09:30:00.000Z",
                     *       "role": {
                     *         "id": "0193543d-0000-7000-8000-000000000000",
                     *         "name": "user",
                     *         "description": "Everybody.",
                     *         "created_at": "2026-11-23T09:30:00.000Z",
                     *         "priority": 0,
                     *         "require_mfa": false,
                     *         "custom_permissions": {
                     *           "can_pin": true
                     *         },
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false,
                     *         "is_system": true
                     *       },
                     *       "roles": [
                     *         {
                     *           "id": "0193543d-0000-7000-8000-000000000000",
                     *           "name": "user",
                     *           "description": "Everybody.",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "priority": 0,
                     *           "require_mfa": false,
                     *           "custom_permissions": {
                     *             "can_pin": true
                     *           },
                     *           "can_moderate": false,
                     *           "can_manage_users": false,
                     *           "can_manage_roles": false,
                     *           "can_delete_messages": false,
                     *           "can_ban_users": false,
                     *           "is_system": true
                     *         }
                     *       ],
                     *       "email": "user@example.com",
                     *       "email_verified": true,
                     *       "locale": "de",
                     *       "is_active": true,
                     *       "mfa_methods": [
                     *         "totp"
                     *       ],
                     *       "ban": {
                     *         "reason": "Spam",
                     *         "until": null,
                     *         "banned_at": "2026-11-23T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
        };
    };
    listUserSessions: {
        parameters: {
            query?: {
                /** @description Page size; the default is 50. */
                limit?: number | null;
                /** @description `next_cursor` of the previous page. */
                cursor?: string | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *           "device": {
                     *             "name": "John's phone",
                     *             "type": "ios"
                     *           },
                     *           "ip": "203.0.113.7",
                     *           "user_agent": "Firefox on Linux",
                     *           "created_at": "2026-11-23T09:30:00.000Z",
                     *           "last_active_at": "2026-11-23T09:30:00.000Z",
                     *           "current": true
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
        };
    };
    revokeUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM"
                 *     }
                 */
                "application/json": components["schemas"]["EmailVerification"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    verifyEmailByLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Done."
                     *     }
                     */
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    getAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": string;
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": unknown;
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "checks": {
                     *         "database": "up",
                     *         "authorization": "up"
                     *       }
                     *     }
                     */
                    "application/json": unknown;
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP http_request_duration_seconds Time to answer, by route pattern.
                     *     # TYPE http_request_duration_seconds histogram
                     *     http_request_duration_seconds_count{method="GET",route="/api/profile",status="200"} 1027
                     */
                    "text/plain": string;
                };
            };
        };
    };
    introspectToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "client_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                 *       "client_secret": "wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk",
                 *       "token": "eyJhbGciOiJFUzI1NiIs…",
                 *       "token_type_hint": "access_token"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["IntrospectionRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "active": true,
                     *       "client_id": "collabsphere",
                     *       "token_type": "Bearer",
                     *       "exp": 1795426800,
                     *       "iat": 1795426200,
                     *       "sub": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "aud": "collabsphere",
                     *       "iss": "https://auth.example.com",
                     *       "jti": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "sid": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                     *       "roles": [
                     *         "0193543d-0000-7000-8000-000000000000"
                     *       ],
                     *       "email_verified": true,
                     *       "auth_time": 1795426200,
                     *       "amr": [
                     *         "pwd",
                     *         "otp",
                     *         "mfa"
                     *       ],
                     *       "acr": "aal2",
                     *       "permissions": {
                     *         "can_moderate": false,
                     *         "can_manage_users": false,
                     *         "can_manage_roles": false,
                     *         "can_delete_messages": false,
                     *         "can_ban_users": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["IntrospectionResponse"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "client_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                 *       "client_secret": "wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk",
                 *       "token": "eyJhbGciOiJFUzI1NiIs…",
                 *       "token_type_hint": "access_token"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["RevocationRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": Record<string, never>;
                };
            };
        };
    };
    issueToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "client_id": "0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41",
                 *       "client_secret": "wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk",
                 *       "grant_type": "client_credentials",
                 *       "scope": "authorization.read"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description Success. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJFUzI1NiIs…",
                     *       "token_type": "Bearer",
                     *       "expires_in": 600,
                     *       "scope": "authorization.read"
                     *     }
                     */
                    "application/json": components["schemas"]["TokenResponse"];
                };
            };
        };
    };
}
