import type { Rule } from '../rule';
import { activeContent } from './active-content.rule';
import { altTexts } from './alt-texts.rule';
import { authentication } from './authentication.rule';
import { callsToAction } from './calls-to-action.rule';
import { capitalsAndPunctuation } from './capitals-and-punctuation.rule';
import { consentState } from './consent-state.rule';
import { contrast } from './contrast.rule';
import { deceptiveWords } from './deceptive-words.rule';
import { documentFrame } from './document.rule';
import { fontSize } from './font-size.rule';
import { dispatchTime } from './dispatch-time.rule';
import { footerCompany } from './footer-company.rule';
import { footerIdentity } from './footer-identity.rule';
import { footerPhone } from './footer-phone.rule';
import { footerPostalAddress } from './footer-postal-address.rule';
import { hiddenText } from './hidden-text.rule';
import { fromIdentity } from './from-identity.rule';
import { imageShare } from './image-share.rule';
import { languageOfMail } from './language.rule';
import { linkDomain } from './link-domain.rule';
import { linkTargets } from './link-targets.rule';
import { linkTexts } from './link-texts.rule';
import { lookAlikeLetters } from './look-alike-letters.rule';
import { markup } from './markup.rule';
import { listHeaders } from './list-headers.rule';
import { marketplaceCollected } from './marketplace-collected.rule';
import { marketplaceRelay } from './marketplace-relay.rule';
import { minimumAge } from './minimum-age.rule';
import { openTracking } from './open-tracking.rule';
import { optOutInBothLanguages } from './opt-out-in-both-languages.rule';
import { placeholders } from './placeholders.rule';
import { preheader } from './preheader.rule';
import { priceReductionTruth } from './price-reduction-truth.rule';
import { size } from './size.rule';
import { spamStructure } from './spam-structure.rule';
import { subjectLabel } from './subject-label.rule';
import { subjectLength } from './subject-length.rule';
import { subjectLine } from './subject-line.rule';
import { transactionalAdvertising } from './transactional-advertising.rule';
import { unsubscribeLink } from './unsubscribe-link.rule';
import { urgencyTruth } from './urgency-truth.rule';
import { valueInFirst50 } from './value-in-first-50.rule';
import { visibleText } from './visible-text.rule';

/** Every rule on mails, the ones that stop most first. Adding a rule = one file and one line here. */
export const MAIL_RULES: readonly Rule[] = [
	consentState, marketplaceRelay, marketplaceCollected, minimumAge, dispatchTime,
	unsubscribeLink, optOutInBothLanguages, footerPostalAddress, footerPhone, footerCompany, footerIdentity, subjectLabel, openTracking,
	transactionalAdvertising, urgencyTruth, priceReductionTruth,
	fromIdentity, authentication, listHeaders, subjectLine,
	activeContent, placeholders, size,
	markup, hiddenText, lookAlikeLetters, linkTargets, visibleText,
	callsToAction, imageShare, valueInFirst50,
	spamStructure, linkDomain, linkTexts, subjectLength, preheader, capitalsAndPunctuation, deceptiveWords, languageOfMail,
	altTexts, contrast, fontSize, documentFrame,
];
