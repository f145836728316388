//! Where things happen (19.2): what lies outside the Union, and what nobody has said.

use super::{Conclusion, Party, PlaceFinding};
use crate::document::{
    Country, DataAccess, Document, Place, ProviderId, Role, Service, ServiceId, ThirdParty,
};
use catalog::UNION;

/// What lies outside the Union, or nowhere that was stated, for a provider's services, what they rest on and the third
/// parties that serve them, by the order of the document. What is not stated is asked of the provider's own services.
pub fn places(document: &Document, provider: &ProviderId) -> Vec<PlaceFinding> {
    let mut near: Vec<&ServiceId> =
        document.services.iter().filter(|s| s.provider == *provider).map(|s| &s.id).collect();
    let mut next = 0;
    while let Some(id) = near.get(next).copied() {
        next += 1;
        for reliance in document.service(id.as_str()).into_iter().flat_map(|s| &s.relies_on) {
            if !near.contains(&&reliance.service) {
                near.push(&reliance.service);
            }
        }
    }
    let mut found = Vec::new();
    for service in document.services.iter().filter(|s| near.contains(&&s.id)) {
        of_service(service, service.provider == *provider, &mut found);
    }
    for third in document.third_parties.iter().filter(|t| t.serves.iter().any(|s| near.contains(&s))) {
        of_third_party(third, &mut found);
    }
    found
}

/// The requirement that a place touches, and what lying outside makes of it.
const fn touched(place: Place) -> (&'static str, Conclusion) {
    match place {
        Place::Storage | Place::Processing => ("19.2.b", Conclusion::Fail),
        Place::Administration | Place::Supervision => ("19.2.c", Conclusion::Fail),
        // Allowed, where the operations and their control are documented.
        Place::Support => ("19.2.e", Conclusion::Unknown),
    }
}

fn is_outside(country: &&Country) -> bool {
    !UNION.contains(&country.0)
}

fn of_service(service: &Service, is_own: bool, found: &mut Vec<PlaceFinding>) {
    let of = || Party::Service(service.id.clone());
    for place in Place::ALL {
        let (requirement, result) = touched(*place);
        let what = place.id();
        let Some(countries) = service.locations.by_place.get(place).filter(|c| !c.is_empty()) else {
            // Where customers’ data are is documented and told (19.2.a); of support the text asks nothing by itself.
            let requirement = match place {
                Place::Storage | Place::Processing => "19.2.a",
                _ => requirement,
            };
            if is_own && *place != Place::Support {
                let result = Conclusion::Unknown;
                found.push(PlaceFinding { of: of(), what, country: None, requirement, result });
            }
            continue;
        };
        for country in countries.iter().filter(is_outside) {
            found.push(PlaceFinding {
                of: of(),
                what,
                country: Some(country.0.clone()),
                requirement,
                result,
            });
        }
    }
}

fn of_third_party(third: &ThirdParty, found: &mut Vec<PlaceFinding>) {
    for country in third.countries.iter().filter(is_outside) {
        let mut touches: Vec<(&'static str, Conclusion)> = Vec::new();
        let does = |roles: &[Role]| third.roles.iter().any(|r| roles.contains(r));
        // Data may be reached from a country without being there: that is a question.
        if third.data_access == Some(DataAccess::Customer) || does(&[Role::Hosting]) {
            touches.push(("19.2.b", Conclusion::Unknown));
        }
        if does(&[Role::Administration, Role::Maintenance, Role::Soc]) {
            touches.push(("19.2.c", Conclusion::Fail));
        }
        if third.data_access == Some(DataAccess::Technical) {
            touches.push(("19.2.d", Conclusion::Unknown));
        }
        if does(&[Role::Support]) {
            touches.push(("19.2.e", Conclusion::Unknown));
        }
        if touches.is_empty() && third.data_access != Some(DataAccess::None) {
            touches.push(("19.2.d", Conclusion::Unknown));
        }
        for (requirement, result) in touches {
            let of = Party::ThirdParty(third.id.clone());
            let country = Some(country.0.clone());
            found.push(PlaceFinding { of, what: "countries", country, requirement, result });
        }
    }
}
