/** Where the demo's mail comes from, and what its DKIM key signs for. */
export const FROM_DOMAIN = 'mail.lumen-home.example';
