/* Asks the server and tells its answers apart; nothing that was typed is ever given up for an error. */

export class Refused extends Error {
  constructor({problem = "", errors = {}}, status) {
    super(problem);
    this.errors = errors;
    this.isLoggedOut = status === 401 || status === 403;
  }
}

const NO_ANSWER = "The server does not answer. Nothing is lost: what you typed is kept here. Try again in a moment.";
const ODD_ANSWER = "The server could not save this. Nothing is lost: what you typed is kept here. Try again, or reload the page.";

const token = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value;

/** What a GET answers; throws `Refused`, or an `AbortError`. */
export const asked = (path, fields, signal) => told(`${path}?${new URLSearchParams(fields)}`, {signal});

/** What a POST answers; throws `Refused`. The fields go as they are: line ends are not changed. */
export const posted = (path, fields) =>
  told(path, {method: "POST", body: new URLSearchParams(fields), headers: {"X-CSRFToken": token()}});

async function told(address, options) {
  const headers = {Accept: "application/json", ...options.headers};
  const response = await fetch(address, {...options, headers}).catch((problem) => {
    throw problem.name === "AbortError" ? problem : new Refused({problem: NO_ANSWER});
  });
  const answer = await response.json().catch(() => ({problem: ODD_ANSWER}));
  if (!response.ok) throw new Refused(answer, response.status);
  return answer;
}
