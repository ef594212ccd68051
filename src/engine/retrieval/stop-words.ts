import { foldWord } from "./normalise-word.ts";

/** Named in every setup; raised when a list changes. */
export const stopWordsVersion = "docent-1";

/** Function words by language: in almost every passage, so they cost time and say nothing. Queries drop them. */
const lists: Record<string, string> = {
  en: `a about above after again against all also am an and any are aren as at be because been before being below
    between both but by can cannot could couldn d did didn do does doesn doing don down during each few for from
    further had hadn has hasn have haven having he her here hers herself him himself his how i if in into is isn it
    its itself just ll m me more most my myself no nor not now of off on once only or other our ours ourselves out
    over own re s same she should shouldn so some such t than that the their theirs them themselves then there
    these they this those through to too under until up ve very was wasn we were weren what when where which while
    who whom whose why will with would wouldn you your yours yourself yourselves`,
  de: `aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei
    beim bin bis bist da damit dann das dass daß dein deine deinem deinen deiner dem den denn der des dessen deren
    dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es
    etwas euch euer eure für gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr
    ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jene jenem jenen jener jenes jetzt
    kann kein keine keinem keinen keiner können könnte man manche mein meine meinem meinen meiner mich mir mit muss
    musste nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner selbst sich sie sind so
    solche soll sollte sondern sonst über um und uns unser unsere unter viel vom von vor während war waren warst
    was weg weil weiter welche welchem welchen welcher welches wenn wer wem wen werde werden wessen wie wieder will
    wir wird wirst wo woher wohin wollen wollte wurde wurden würde würden zu zum zur zwar zwischen`,
  es: `a al algo algunas algunos ante antes aquel aquella aquellas aquellos así aun aunque cada como cómo con contra
    cual cuál cuales cuáles cuando cuándo cuanta cuánta cuantas cuántas cuanto cuánto cuantos cuántos de del desde
    donde dónde dos durante e el él ella ellas ello ellos en entre era eran eres es esa esas ese eso esos esta está
    estaba estaban estado están estar estas este esto estos estoy fue fueron fui ha haber había habían han has hasta
    hay he hemos la las le les lo los más me mi mis mucho muchos muy nada ni no nos nosotros nuestra nuestras
    nuestro nuestros o os otra otras otro otros para pero poco por porque que qué quien quién quienes quiénes se sea
    ser será si sí sido sin sobre son su sus también tanto te tenía tiene tienen todo todos tu tus tuvo un una uno
    unos vosotros y ya yo`,
  fr: `à ai aient au aucun aucune aussi autre autres aux avaient avait avec avez avoir avons c ce ceci cela celle
    celles celui ces cet cette ceux chaque ci comme comment d dans de des donc dont du elle elles en encore entre es
    est et étaient était étant été être eu eux fait faire furent fut il ils j je l la le les leur leurs lors lui m
    ma mais me même mes moi mon n ne ni nos notre nous on ont ou où par pas pendant peu peut plus pour pourquoi qu
    quand que quel quelle quelles quels qui quoi s sa sans se sera ses si soit son sont sous sur t ta te tes toi ton
    tous tout toute toutes très tu un une vers vos votre vous y`,
  it: `a ad agli ai al alcuni alla alle allo anche ancora avere aveva avevano c che chi ci ciò come con contro cui d da
    dagli dai dal dalla dalle dallo degli dei del dell della delle dello dentro di dopo dove e è ed era erano essere
    fa fra fu furono gli ha hanno ho i il in io l la le lei li lo loro lui ma me mi mia mie miei mio molto ne negli
    nei nel nella nelle nello no noi non nostra nostre nostri nostro o ogni per perché perchè più poi qual quale
    quali quando quanta quante quanti quanto quella quelle quelli quello questa queste questi questo sarà se sei si
    sia siamo sono sopra sta stata state stati stato su sua sue sugli sui sul sulla sulle sullo suo suoi te ti tra
    tu tua tue tuo tuoi tutti tutto un una uno vi voi vostra vostro`,
  nl: `aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een eens en er ge
    geen geweest haar had hadden heb hebben heeft hem het hier hij hoe hoeveel hun iemand iets ik in is ja je kan
    kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds
    te tegen toch toen tot u uit uw van veel voor waar waarom wanneer want waren was wat we wel welk welke werd
    werden wie wiens wij wil worden wordt zal ze zelf zich zij zijn zo zonder zou`,
  pt: `a à ao aos aquela aquelas aquele aqueles aquilo as às até com como da das de dela delas dele deles depois do dos
    e é ela elas ele eles em entre era eram essa essas esse esses esta está estão estas estava este estes eu foi
    foram há isso isto já lhe lhes mais mas me mesmo meu meus minha minhas muito na não nas nem no nos nós nossa
    nossas nosso nossos num numa o onde os ou para pela pelas pelo pelos por porque qual quais quando quanta quantas
    quanto quantos que quê quem se sem ser será seu seus só são sua suas também te tem têm tinha tu tua um uma umas
    uns você vocês`,
  ru: `а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее ей если
    есть еще ж же за и из или им их к как какая какие каким каких какого какое какой какую когда кого ко который
    которая которое которые которой кому которого которых кто куда ли либо между меня мне много может мой моя мы на
    над надо наш не него нее ней нет ни них но ну о об однако он она они оно от перед по под при про с сам свой
    своя со так также такая такие такой там те тем то тогда того той только том тот ту ты у уж уже чего чей чем через
    что чтобы чья чьи эта эти это этого этой этом этот эту я сколько почему зачем`,
  sv: `alla allt än är att av blev bli blir då där de dem den denna deras dess dessa det detta dig din dina ditt du
    efter ej eller en er era ett för från ha hade han hans har här henne hennes hon honom hur i icke ingen inom inte
    jag ju kan kunde man med mellan men mig min mina mitt mot mycket någon något några ni nu och om oss på så sådan
    samma sedan sig sin sina sitt skulle som till under upp ut utan vad var vår våra varför vart vem vems vi vid
    vilka vilken vilket`,
  tr: `acaba ama ancak bana bazı belki ben beni benim bile bir biri biz bize bizim bu buna bunda bundan bunlar bunu
    bunun çok çünkü da daha de defa değil diye en gibi hangi hangisi hem hep hepsi her hiç için idi ile ise işte kadar
    ki kim kime kimi kimin kimler mı mi mu mü nasıl ne neden nedir nerede nereden nereye niçin niye o olan olarak
    oldu olduğu olup ona onlar onu onun sanki sen siz şey şu tüm ve veya ya yani kaç`,
  da: `af alle alt at blev blive bliver da de dem den denne der deres det dette dig din dine disse dog du efter eller en
    end er et for fra ham han hans har havde have hende hendes her hos hun hvad hvem hvilke hvilken hvilket hvis hvor
    hvordan hvorfor hvornår i ikke ind jeg jer jo kunne man mange med meget men mig min mine mit mod når ned nej noget
    nogle nu og også om op os over på så sådan sig sin sine sit skal skulle som til ud under var vi vil ville være
    været`,
  no: `å alle at av både bare ble bli blir da de deg dem den denne der dere deres det dette din disse du eller en er et
    etter for fordi fra ha hadde han hans har henne hennes her hun hva hvem hver hvilke hvilken hvor hvordan hvorfor i
    ikke inn ingen jeg kan kunne man mange med meg men mer min mot når nå noe noen og også om opp oss over på så sin
    sitt skal skulle som til um under ut var vært være ved vi vil ville`,
  fi: `ei eivät emme en et ette että hän häneen hänen he heidän heitä hän ja jos joka jotka jossa kanssa keitä ken kenen
    ketä kuin kuka kun me meidän mikä missä milloin miksi minä minun minkä mitä mitkä mutta myös ne niiden niin niitä
    nämä näiden noin nyt ole oli olla olen olet olivat on ovat se sekä sen siellä siinä sinä sitä tai tämä tämän tässä
    te tuo vaan vai vaikka voi`,
};

const sets = new Map(
  Object.entries(lists).map(([language, words]) => [language, new Set(words.split(/\s+/u).map(foldWord))]),
);
sets.set("nb", sets.get("no") ?? new Set());
sets.set("nn", sets.get("no") ?? new Set());

/** Whether a folded word is a function word of a language; false for languages without a list. */
export function isStopWord(foldedWord: string, language: string): boolean {
  return sets.get(language)?.has(foldedWord) ?? false;
}
