import type { Rule } from '../rule';
import { activeContent } from './active-content.rule';
import { callsToAction } from './calls-to-action.rule';
import { consentState } from './consent-state.rule';
import { footerCompany } from './footer-company.rule';
import { footerPhone } from './footer-phone.rule';
import { footerPostalAddress } from './footer-postal-address.rule';
import { imageShare } from './image-share.rule';
import { placeholders } from './placeholders.rule';
import { size } from './size.rule';
import { subjectLabel } from './subject-label.rule';
import { subjectLine } from './subject-line.rule';
import { unsubscribeLink } from './unsubscribe-link.rule';
import { valueInFirst50 } from './value-in-first-50.rule';

/** Every rule on mails, the ones that stop most first. Adding a rule = one file and one line here. */
export const MAIL_RULES: readonly Rule[] = [
	consentState, unsubscribeLink, footerPostalAddress, footerPhone, footerCompany, subjectLabel, subjectLine,
	activeContent, placeholders, size, callsToAction, imageShare, valueInFirst50,
];
