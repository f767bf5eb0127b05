/** What an OSCAL document of ours cannot say, said in it where a reader would look for it. */
export const oscalWords = {
  document:
    "Generated from one evidence bundle. It tells which records there were and how to check them. It holds no findings, no risks and no judgement of any control: nobody assessed one here.",
  plan: "No assessment plan is known: whoever asked for the evidence named none, nor could. The reference leads to a resource that says so, because the model demands one.",
  noPlan:
    "No assessment plan is known to the installation that made this evidence. This resource, and the text in it, stand where one would be referred to.",
  controls:
    "The controls are those that whoever asked for the evidence named, as they named them. They were not looked up in a catalog, and whether they are met was not assessed.",
  noControls: "No control was named when the evidence was asked for.",
  otherControls:
    "Names of controls that cannot be identifiers in OSCAL stand as properties of this object instead of in its selection.",
  observation:
    "The records were read as they stood at one revision, which may be older than the reading. What they say is what was pushed to the resource or edited in it; whether it is true was not examined.",
  exact:
    "The filter, the seed of a sample and the redacted places, where there are any, stand among the properties as JSON. The rejected rows were counted when the evidence was generated, not as of the revision. A mask in the filter stands for a value that is hidden from whoever took this document.",
  note: "Whoever asked for the evidence noted:",
  subject: "The link leads to the records of it that are in the evidence, as it was filtered, drawn or redacted.",
  verifier: "to check the evidence without the installation that made it",
  failing: "Records that do not meet the schema are part of the evidence, and no finding is made of them.",
  files:
    "The link is the name of a file in the bundle, and leads there from beside the unpacked files. The signature covers attestation.json, which lists the hashes; VERIFY.md in the bundle tells how to check them without the installation that made it.",
} as const;
