/** States of a delivery that mean: a mail is with the buyer, or may be. */
export const MAILED_STATES = ['accepted', 'delivered', 'bounced', 'complained', 'uncertain'] as const;
