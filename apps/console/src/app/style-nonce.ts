import { setNonce } from 'get-nonce';

/** The policy allows `<style>` elements with this value only; it is another one each time the page is loaded. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// For the library that keeps the page behind a dialog from scrolling.
setNonce(styleNonce);
