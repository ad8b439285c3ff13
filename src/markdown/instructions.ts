/**
 * Sentences by which templates ask people to write something. They look like prose, so they are told by their opening words
 * alone, and only where the template itself is not known. They never block: an answer may stand below them.
 */

/** Whether a line only tells the author what to write. */
export const isInstruction = (line: string): boolean => {
  const said = opened(line);
  return (
    said !== "" &&
    (isQuestion(said) || PHRASES.some((phrase) => phrase.test(said)) || isPlaceKeeper(line) || isChoiceIntro(line))
  );
};

/** The sentences of a paragraph. A new line begins a sentence where it does not go on in small letters. */
export const sentencesOf = (paragraph: string): readonly string[] =>
  paragraph.split(/(?<=[.!?؟])\s+|(?<=[。！？])|\n(?=\s*[^\s\p{Ll}])/u);

/** A question announces an answer; a wrapped sentence before it makes no difference, an answer behind it does. */
export const isQuestion = (line: string): boolean =>
  /[?？؟]\s*[)）\]】*_]*\s*(?:\([^()]{1,60}\)\s*)?$/u.test(line) && !/[.!。！]\s/u.test(line);

/** Whether "no" alone answers a question: not where it asks what, why or how. */
export const isYesNoQuestion = (line: string): boolean => isQuestion(line) && !WH_WORD.test(opened(line));

/** Whether a line asks for boxes to be ticked or options to be deleted rather than for words. */
export const isChoiceIntro = (line: string): boolean => CHOICES.some((phrase) => phrase.test(opened(line)));

/** Whether a hidden comment asks for prose, whatever is ticked, so that ticks are no answer to it. */
export const asksForProse = (comment: string): boolean =>
  !isChoiceIntro(comment) &&
  !/\[\s*x?\s*\]|`x`|\b(?:box|boxes|tick|options?)\b|勾选|勾選|チェック/iu.test(comment) &&
  sentencesOf(comment).some((sentence) => isInstruction(sentence) && !CONDITION.test(opened(sentence)));

const CONDITION = /^(?:if|when|where|in case|falls|wenn|si|se|als|jeśli|если|如果|若)(?!\p{L})/u;

/** Whether a line keeps the place of an answer: "Describe the first step here". */
export const isPlaceKeeper = (line: string): boolean => PLACE_KEEPERS.some((phrase) => phrase.test(opened(line)));

/** Lower case, without the marks, numbers and emoji that lines open with. */
const opened = (line: string): string =>
  line
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+|^\d+[.)]\s*/gu, "")
    .replace(/^\d+[.)]\s*/u, "")
    .trim();

const WH_WORD =
  /^(?:what|why|how|which|who|whom|whose|when|where|was|warum|wieso|wie|welche\w*|wer|wann|wo|qué|que|por qué|cómo|cuál\w*|quién|quoi|pourquoi|comment|quel\w*|qui|où|o que|por que|como|qual|cosa|perché|come|quale|wat|waarom|hoe|co|dlaczego|jak|что|почему|зачем|как|какие|как[а-я]+|什么|为什么|為什麼|如何|怎么|哪|何|なぜ|どう|どの|どこ|무엇|왜|어떻게|ما|لماذا|كيف|أين|متى)(?![\p{L}])|(?:什么|为什么|如何|怎么|哪些|何|なぜ|どのように)/u;

const TASKS =
  "describe|explain|provide|list|specify|include|enter|insert|write|add|give|summari[sz]e|outline|detail|tell|state|mention|document|link|paste|attach|fill|complete|answer|replace|indicate|note any|put|ensure|make sure|read|keep|use|delete|remove|check|tick|select|mark|choose|uncomment";
const OBJECTS =
  "your|you|here|below|above|what|why|how|which|who|whether|where|this (?:change|pr|pull request|section|patch|mr)|any|relevant|briefly|clearly|in (?:detail|a few|one|your)|the (?:changes?|problem|issue|purpose|impact|motivation|context|reason|rationale|solution|approach|steps|tests?|bug|feature|behaviou?r|risks?)\\b";
const NOUNS =
  "description|summary|explanation|overview|outline|list|sentences?|paragraph|context|motivation|reason|background|purpose|details?|screenshots?|links? to|steps to|references?|notes?";

const PHRASES: readonly RegExp[] = [
  new RegExp(`^(?:please|kindly)\\s+(?:\\w+ly\\s+|also\\s+)?(?:${TASKS})\\b`, "u"),
  new RegExp(`^(?:briefly|clearly|concisely|shortly|also|in your own words,?)\\s+(?:${TASKS})\\b`, "u"),
  new RegExp(`^(?:describe|explain|outline|summari[sz]e|specify|state|tell us|detail)\\s+(?:${OBJECTS})`, "u"),
  new RegExp(
    `^(?:add|list|include|provide|write|give|enter|insert|link|paste|attach|mention|put|note)\\b.{0,40}\\b(?:here|below|above|your|you|if any|if applicable|if (?:necessary|needed)|relevant|${NOUNS})\\b`,
    "u",
  ),
  new RegExp(
    `^(?:an?|the|your|one|some)?\\s*(?:clear|short|brief|concise|detailed|quick|high-level|few|one or two)\\b.{0,40}\\b(?:${NOUNS})\\b`,
    "u",
  ),
  new RegExp(
    `^(?:${NOUNS})\\s+(?:of|for|about|behind)\\b.{0,40}\\b(?:change|changes|pr|pull request|problem|issue|fix|feature|patch|mr)\\W*$`,
    "u",
  ),
  /^(?:what|why|how|which)\b.{0,60}\b(?:pr|pull request|change|changes|patch|mr)\b[^.!:]{0,40}$/u,
  /^(?:what|why|how)(?:(?:,| and| or| &) (?:what|why|how))+\W*$/u,
  /^(?:if|when|where)\s+(?:applicable|relevant|needed|necessary|possible|none|not|yes|no|so|any|you|this (?:pr|change|pull request))\b.*\b(?:describe|explain|please|list|provide|link|write|delete|include|attach|specify|mention|fill|state)\b/u,
  /^(?:delete|remove)\s+(?:this|these|any|options|lines?|sections?|items?|whatever|whichever|if)\b.*\b(?:section|template|comment|submitting|not|n't|irrelevant)\b/u,
  /^(?:thank you|thanks)\b.*\b(?:contribut|pull request|pr\b|submit|opening|time)/u,
  /^(?:before\s+(?:you\s+)?(?:submit|open)|make sure (?:to|you|that you|your)|ensure (?:that )?(?:you|your)|remember to|don'?t forget to|by submitting|see (?:the|our) contribut|read (?:the|our) contribut)/u,
  /^(?:bitte|beschreiben? sie|beschreibe|beschreib|erklären? sie|erkläre|nennen? sie|geben sie|fügen sie|listen sie|was (?:ändert|macht|wurde|wird)|kurze? (?:beschreibung|zusammenfassung))(?!\p{L})/u,
  /^(?:veuillez|merci de|merci d'|décri(?:vez|re|s)|expliqu(?:ez|er)|indiqu(?:ez|er)|résum(?:ez|er)|ajoutez|listez|précisez|s'il vous pla[iî]t)(?!\p{L})/u,
  /^(?:por favor|describ(?:e|a|ir) (?:los|las|el|la|lo|qué|brevemente|aquí|tus?|sus?|cómo|cada)|expli(?:ca|que|car)|indi(?:ca|que|car)|agreg(?:a|ue)|añad(?:e|a)|resum(?:e|a)|descreva|explique|liste|adicione|informe|inclua|indique)(?!\p{L})/u,
  /^(?:descrivi|descrivere|spiega|spiegare|inserisci|inserire|elenca|elencare|indica|indicare|beschrijf|geef|leg uit|vermeld|opisz|wyjaśnij|podaj|dodaj|proszę|wymień)(?!\p{L})/u,
  /^(?:кратко\s+)?(?:опишите|укажите|пожалуйста|объясните|добавьте|перечислите|расскажите)(?!\p{L})/u,
  /^(?:请|請|在此|在这里|在這裡)(?:在|简|簡|描述|填|说明|說明|列|输|輸|提供|补|補|勾|选|選|附|写|寫|删|刪|详|詳|概)/u,
  /^(?:简要|簡要|详细|詳細|简单|簡單)(?:描述|说明|說明|介绍|介紹)/u,
  /(?:ください|下さい|記入|記入する|記述する|記載すること|書く|주세요|주십시오|하십시오|작성하세요)[^\p{L}]*$/u,
  /^(?:يرجى|الرجاء|صف|اشرح|اذكر|أضف|اكتب|من فضلك|قم ب)/u,
  /^(?:note|tip|hint|important|warning|caution|hinweis|注意|注)\W*$/u,
  /^lütfen(?!\p{L})/u,
];

const PLACE_KEEPERS: readonly RegExp[] = [
  /^(?:your|please|describe|description|write|type|enter|text|answer|details|explain|notes?|summary|fill|add|put|insert|place|paste|list|link)\b.{0,60}\bhere\W*$/u,
  /(?:hier|unten) (?:eintragen|beschreiben|einfügen|ausfüllen|angeben)\W*$/u,
  /^(?:ここに|在此|在这里|여기에)/u,
];

const CHOICES: readonly RegExp[] = [
  /^(?:please\s+)?(?:check|tick|select|mark|choose|pick|put an? [`'"]?x|cross|delete|remove|keep)\b.*\b(?:appl(?:y|ies|icable)|relevant|box(?:es)?|options? (?:that|which|not|below)|one of the (?:following|below|options))\b/u,
  /^(?:please\s+)?(?:select|choose|pick|check|tick|mark) (?:one|all|any|at least one|exactly one|only one)\b\W*(?:of|below|option)?\W*$/u,
  /^(?:bitte\s+)?(?:zutreffendes|ankreuzen|wähle|wählen)|(?:ankreuzen|auswählen)\W*$/u,
  /^(?:cochez|marque|marca|selecciona|selecione|отметьте|выберите)(?!\p{L})/u,
  /^(?:请|請)?(?:勾|选择|選擇|删除|刪除)|(?:チェック|選択)(?:を入れて|して)/u,
];
