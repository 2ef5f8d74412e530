import { done, invalid, notFound, ok } from './envelope.js';
import type { Profile } from './model.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import { serviceQualities } from './seed/people.js';

const profilePath = '/{customerKey}/users/{userId}/profiles/{profileId}';

export const profileRoutes: PuzzelRoutes = {
  [`GET ${profilePath}`]: (call) => ok(profileView(profileOf(call))),
  [`POST ${profilePath}/elements`]: {
    alternative: `POST ${profilePath}/elements/{elementId}`,
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
    alternative: `DELETE ${profilePath}/elements/{elementId}`,
    run: (call) => {
      const { skills, id } = profileOf(call);
      const element = elementOf(call);
      if (!skills.delete(element.id)) throw notFound(`On profile ${id}, element`, element.id);
      call.state.recordChange(call, 'Profile', 'Update', `Profile ${id}`, `${element.name} removed`);
      return done(element.id);
    },
  },
};

/** A profile as the API answers it, alone or among the details of its user. */
export function profileView({ skills, ...profile }: Profile) {
  const qualities = serviceQualities.map((quality) => ({
    ...quality,
    elements: quality.elements
      .filter(({ id }) => skills.has(id))
      .map((element) => ({ ...element, userLevel: skills.get(element.id) ?? 0 })),
  }));
  return {
    id: profile.id,
    number: profile.number,
    lastPhoneNumber: profile.lastPhoneNumber,
    phoneNumber: profile.phoneNumber,
    phoneType: 'None',
    name: profile.name,
    groupProfile: false,
    qualities: qualities.filter(({ elements }) => elements.length > 0),
  };
}

function profileOf({ user, args }: ApiCall): Profile {
  const profile = user.profiles.find(({ id }) => id === args.id('profileId'));
  if (!profile) throw notFound(`For user ${user.id}, profile`, args.requiredText('profileId'));
  return profile;
}

function elementOf({ args }: ApiCall) {
  const element = serviceQualities.flatMap(({ elements }) => elements).find(({ id }) => id === args.id('elementId'));
  if (!element) throw notFound('Profile element', args.requiredText('elementId'));
  return element;
}
