import { done, invalid, ok, unknown } from './envelope.js';
import type { Profile } from './model.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { serviceQualities } from './seed/people.js';

const profilePath = '/{customerKey}/users/{userId}/profiles/{profileId}';

export const profileRoutes: PuzzelRoutes = {
  [`GET ${profilePath}`]: (call) => ok(profileView(profileOf(call))),
  [`POST ${profilePath}/elements`]: {
    moved: `POST ${profilePath}/elements/{elementId}`,
    run: (call) => {
      const { skills, id } = profileOf(call);
      call.args.requiredInteger('elementId');
      const element = elementOf(call);
      const level = call.args.integer('userLevel') ?? 1;
      // 9 is the most skilled (help.puzzel.com, omni-channel routing). inferred: adding a skill again sets its level.
      if (level < 1 || level > 9) throw invalid('userLevel', 'must be between 1 and 9');
      skills.set(element.id, level);
      call.state.recordChange(call, 'Profile', 'Update', `Profile ${id}`, `${element.name} added, level ${level}`);
      return done(element.id);
    },
  },
  [`POST ${profilePath}/elements/{elementId}/delete`]: {
    moved: `DELETE ${profilePath}/elements/{elementId}`,
    run: (call) => {
      const { skills, id } = profileOf(call);
      const element = elementOf(call);
      if (!skills.delete(element.id)) throw unknown(`On profile ${id}, element`, element.id);
      call.state.recordChange(call, 'Profile', 'Update', `Profile ${id}`, `${element.name} removed`);
      return done(element.id);
    },
  },
};

/** A profile as the API answers it, alone or among the details of its user. */
export function profileView({ skills, ...own }: Profile) {
  const qualities = serviceQualities.map((quality) => ({
    ...quality,
    elements: quality.elements
      .filter(({ id }) => skills.has(id))
      .map((element) => ({ ...element, userLevel: skills.get(element.id) ?? 0 })),
  }));
  return {
    id: own.id,
    number: own.number,
    lastPhoneNumber: own.lastPhoneNumber,
    phoneNumber: own.phoneNumber,
    phoneType: 'None',
    name: own.name,
    groupProfile: false,
    qualities: qualities.filter(({ elements }) => elements.length > 0),
  };
}

function profileOf({ user, args }: ApiCall): Profile {
  const found = user.profiles.find(({ id }) => id === args.id('profileId'));
  if (!found) throw unknown(`For user ${user.id}, profile`, args.requiredText('profileId'));
  return found;
}

function elementOf({ args }: ApiCall) {
  const found = serviceQualities.flatMap(({ elements }) => elements).find(({ id }) => id === args.id('elementId'));
  if (!found) throw unknown('Profile element', args.requiredText('elementId'));
  return found;
}
