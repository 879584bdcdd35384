"""The 36 needs of the scenario and the way people with each of them move between services.

Every number in this file is an assumption of the scenario unless it is written as a name: a name in
the `resolves` column is an item of the facts table. The assumptions were set by hand in two steps: first a
plausible pathway, then rates, shares and contacts adjusted until the whole adds up to the published activity
rates and onward shares (see README.md, "How it is calibrated").

One need is

    (id, name, rate, weight, priority, habit, pathway)

    rate      episodes per 1,000 registered people a year, over the whole of Greater Manchester
    weight    the need-weighted list that spreads the episodes over the boroughs
    priority  what an unmet episode weighs; 1 unless life or independence is at stake
    habit     "open": people can be brought to other doors, "firm": hardly; see ENTRY_RANGE in assumptions.py

and one line of a pathway is

    service | resolves | contacts | entry | onward

    resolves  share of the people seen here whose episode ends here; 1 closes the episode, it promises no cure
    contacts  contacts one person takes here (visits, weeks, sessions: the service's unit)
    entry     share of the need's episodes that come through this door today; empty: no open door
    onward    how the people who are not resolved move on today: "service share kind", kind s (signpost),
              r (referral) or t (transfer), with ! where the condition itself requires the move

A plan may route people otherwise than today. So two stops stand side by side in one `onward` only where they
are real alternatives for the same people (a virtual ward instead of a longer stay); what depends on how ill
someone is stands in sequence, each stop resolving its part (admission, then a longer stay for those who need it).
A move without ! is one that the right first door, or more done at the last stop, would have spared.
"""

NEEDS = [
    # ---------------------------------------------------------------- everyday and urgent needs
    ("minor_illness", "Minor illness: cough, sore throat, earache, fever, urinary infection",
     960, "primary", 1, "open", """
     phone_advice           | 0.17 | 1    | 0.175 | gp 0.43 s, practice_team 0.10 s, pharmacy_first 0.14 s, out_of_hours_gp 0.17 s, urgent_treatment 0.05 s, accident_emergency 0.03 s, ambulance_see_treat 0.05 s, ambulance_hear_treat 0.03 s
     pharmacy_first         | pharmacy_first_resolved | 1 | 0.036 | gp 1 s
     practice_nurse         | 0.75 | 1    | 0.10  | gp 1 r
     practice_team          | 0.80 | 1    | 0.21  | gp 1 r
     gp                     | 0.99 | 1.15 | 0.334 | emergency_short_stay 1 r!
     out_of_hours_gp        | 0.90 | 1    | 0.02  | gp 0.8 s, accident_emergency 0.2 s
     urgent_treatment       | 0.93 | 1    | 0.07  | gp 0.8 s, accident_emergency 0.2 s
     ambulance_hear_treat   | 0.80 | 1    | 0.004 | gp 1 s
     ambulance_see_treat    | 0.80 | 1    | 0.001 | gp 0.8 s, urgent_treatment 0.2 s
     accident_emergency     | 0.88 | 1    | 0.05  | gp 1 s
     emergency_short_stay   | 1    | 1    |       |
     """),
    ("minor_injury", "Minor injury: sprain, cut, simple fracture",
     135, "acute", 1, "open", """
     phone_advice           | 0.14 | 1    | 0.10  | urgent_treatment 0.36 s, gp 0.30 s, ambulance_see_treat 0.04 s, accident_emergency 0.12 s, pharmacy_first 0.10 s, out_of_hours_gp 0.08 s
     pharmacy_first         | 0.80 | 1    | 0.03  | urgent_treatment 1 s
     practice_nurse         | 0.85 | 1    | 0.04  | urgent_treatment 1 s
     gp                     | 0.80 | 1    | 0.08  | urgent_treatment 0.6 s, accident_emergency 0.4 s
     out_of_hours_gp        | 0.85 | 1    | 0.01  | urgent_treatment 0.6 s, accident_emergency 0.4 s
     urgent_treatment       | 0.90 | 1    | 0.36  | outpatient_first 1 r!
     ambulance_see_treat    | 0.70 | 1    | 0.02  | urgent_treatment 1 s
     ambulance_convey       | 0.01 | 1    | 0.02  | accident_emergency 0.85 t, urgent_treatment 0.15 t
     accident_emergency     | 0.82 | 1    | 0.34  | outpatient_first 1 r!
     outpatient_first       | 0.45 | 1    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 1.5  |       |
     """),
    ("skin_condition", "Skin condition: rash, eczema, mole, infected bite",
     180, "primary", 1, "open", """
     phone_advice           | 0.15 | 1    | 0.06  | gp 0.70 s, pharmacy_first 0.24 s, out_of_hours_gp 0.06 s
     pharmacy_first         | pharmacy_first_resolved | 1 | 0.04 | gp 1 s
     practice_nurse         | 0.65 | 1    | 0.09  | gp 1 r
     practice_team          | 0.65 | 1    | 0.15  | gp 1 r
     gp                     | 0.80 | 1.3  | 0.58  | outpatient_first 0.88 r, advice_and_guidance 0.12 r
     out_of_hours_gp        | 0.90 | 1    |       | gp 1 s
     urgent_treatment       | 0.90 | 1    | 0.02  | gp 1 s
     accident_emergency     | 0.90 | 1    | 0.01  | gp 1 s
     advice_and_guidance    | advice_guidance_avoids_referral | 1 | | outpatient_first 1 r!
     outpatient_first       | outpatient_discharged_first | 1 | | outpatient_follow_up 1 r!
     outpatient_follow_up   | 0.65 | 3.5  | 0.05  | day_case 1 r!
     day_case               | 1    | 1    |       |
     """),
    ("musculoskeletal_pain", "Back, neck and joint pain",
     340, "primary", 1, "open", """
     phone_advice           | 0.20 | 1    | 0.03  | gp 0.8 s, practice_team 0.2 s
     practice_team          | msk_discharged_first_contact | 1.2 | 0.22 | community_physiotherapy 1 r
     gp                     | 0.60 | 1.4  | 0.53  | outpatient_first 0.30 r, community_physiotherapy 0.50 r, practice_team 0.14 s, advice_and_guidance 0.06 r
     urgent_treatment       | 0.80 | 1    | 0.04  | gp 1 s
     accident_emergency     | 0.80 | 1    | 0.04  | gp 1 s
     community_physiotherapy | 0.86 | 3   | 0.06  | outpatient_first 1 r!
     advice_and_guidance    | advice_guidance_avoids_referral | 1 | | outpatient_first 1 r!
     outpatient_first       | outpatient_discharged_first | 1 | | mri_scan 1 r!
     mri_scan               | 0.25 | 1    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 0.78 | 5.5  | 0.08  | day_case 1 r!
     day_case               | 1    | 1    |       |
     """),
    ("eye_ear_nose_problem", "Eye, ear, nose and throat problem",
     220, "primary", 1, "open", """
     phone_advice           | 0.15 | 1    | 0.06  | gp 0.70 s, pharmacy_first 0.20 s, urgent_treatment 0.10 s
     pharmacy_first         | pharmacy_first_resolved | 1 | 0.03 | gp 1 s
     practice_nurse         | 0.70 | 1    | 0.08  | gp 1 r
     practice_team          | 0.70 | 1    | 0.10  | gp 1 r
     gp                     | 0.78 | 1.2  | 0.40  | outpatient_first 0.92 r, advice_and_guidance 0.08 r
     urgent_treatment       | 0.85 | 1    | 0.04  | outpatient_first 1 r
     accident_emergency     | 0.65 | 1    | 0.05  | outpatient_first 1 r
     advice_and_guidance    | advice_guidance_avoids_referral | 1 | | outpatient_first 1 r!
     outpatient_first       | outpatient_discharged_first | 1 | 0.14 | outpatient_follow_up 1 r!
     outpatient_follow_up   | 0.78 | 4.5  | 0.10  | day_case 1 r!
     day_case               | 1    | 1    |       |
     """),
    ("digestive_symptoms", "Indigestion, bowel symptoms, reflux",
     150, "primary", 1, "open", """
     phone_advice           | 0.18 | 1    | 0.08  | gp 0.70 s, pharmacy_first 0.12 s, out_of_hours_gp 0.18 s
     pharmacy_first         | 0.80 | 1    | 0.03  | gp 1 s
     practice_team          | 0.65 | 1    | 0.14  | gp 1 r
     gp                     | 0.80 | 1.5  | 0.63  | outpatient_first 0.90 r, advice_and_guidance 0.10 r
     out_of_hours_gp        | 0.85 | 1    |       | gp 1 s
     accident_emergency     | 0.80 | 1    | 0.04  | gp 1 s
     advice_and_guidance    | advice_guidance_avoids_referral | 1 | | outpatient_first 1 r!
     outpatient_first       | outpatient_discharged_first | 1 | | day_case 1 r!
     day_case               | 0.50 | 1    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 3.5  | 0.08  |
     """),
    ("medicines_and_tests", "Repeat medicines, reviews and blood tests",
     2400, "prescribing", 1, "open", """
     phone_advice           | 0.30 | 1    | 0.01  | pharmacy_first 0.4 s, out_of_hours_gp 0.2 s, gp 0.4 s
     pharmacy_first         | 0.95 | 1    |       | gp 1 s
     pharmacy_clinic        | 0.90 | 1    | 0.02  | gp 1 s
     practice_nurse         | 0.95 | 1    | 0.23  | gp 1 r
     practice_team          | 0.95 | 1    | 0.65  | gp 1 r
     gp                     | 1    | 1    | 0.085 |
     out_of_hours_gp        | 0.95 | 1    | 0.005 | gp 1 s
     """),
    ("vaccination", "Vaccination due",
     600, "primary", 1, "open", """
     practice_nurse         | 0.99 | 1    | 0.55  | gp 1 r
     practice_team          | 0.99 | 1    | 0.30  | gp 1 r
     gp                     | 1    | 1    | 0.02  |
     pharmacy_clinic        | 0.98 | 1    | 0.13  | gp 1 s
     """),
    # ---------------------------------------------------------------- planned care
    ("hip_knee_arthritis", "Arthritis of the hip or knee",
     24, "acute", 1, "open", """
     gp                     | 0.40 | 2    | 0.82  | xray 0.58 r, community_physiotherapy 0.42 r
     practice_team          | 0.40 | 1    | 0.13  | xray 0.4 r, community_physiotherapy 0.6 r
     community_physiotherapy | 0.50 | 5   | 0.05  | xray 1 r!
     xray                   | 0.15 | 1    |       | outpatient_first 1 r!
     outpatient_first       | outpatient_discharged_first | 1 | | outpatient_follow_up 1 r!
     outpatient_follow_up   | 0.30 | 2    |       | joint_replacement 1 r!
     joint_replacement      | 0.30 | 1    |       | rehabilitation 0.75 t!, intermediate_care 0.25 t!
     rehabilitation         | 1    | 5    |       |
     intermediate_care      | 1    | 8    |       |
     """),
    ("cataract", "Cataract",
     14, "acute", 1, "open", """
     gp                     | 0.05 | 1    | 0.15  | outpatient_first 0.9 r, advice_and_guidance 0.1 r
     advice_and_guidance    | advice_guidance_avoids_referral | 1 | | outpatient_first 1 r!
     outpatient_first       | outpatient_discharged_first | 1 | 0.85 | cataract_surgery 1 r!
     cataract_surgery       | 0.60 | 1    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 1.5  |       |
     """),
    ("surgical_condition", "Condition that may need an operation: hernia, gallstones, gynaecology, urology",
     150, "acute", 1, "open", """
     practice_nurse         | 0.35 | 1    | 0.05  | gp 1 r
     practice_team          | 0.35 | 1    | 0.07  | gp 1 r
     gp                     | 0.40 | 1.4  | 0.62  | outpatient_first 0.94 r!, advice_and_guidance 0.06 r!
     accident_emergency     | 0.35 | 1    | 0.04  | outpatient_first 1 r!
     advice_and_guidance    | advice_guidance_avoids_referral | 1 | | outpatient_first 1 r!
     outpatient_first       | outpatient_discharged_first | 1 | 0.12 | ultrasound 1 r!
     ultrasound             | 0.08 | 1    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 0.42 | 2.5  | 0.10  | day_case 1 r!
     day_case               | 0.73 | 1    |       | elective_inpatient 1 r!
     elective_inpatient     | 0.80 | 1    |       | district_nursing 1 t!
     district_nursing       | 1    | 5    |       |
     """),
    ("suspected_cancer", "Symptoms that could be cancer",
     62, "acute", 4, "firm", """
     practice_nurse         | 0.20 | 1    | 0.04  | gp 1 r
     practice_team          | 0.20 | 1    | 0.10  | gp 1 r
     gp                     | 0.25 | 1.2  | 0.80  | outpatient_first 1 r!
     accident_emergency     | 0.20 | 1    | 0.05  | outpatient_first 1 r!
     outpatient_first       | 0.30 | 1    | 0.01  | ct_scan 1 r!
     ct_scan                | 0.30 | 1    |       | day_case 1 r!
     day_case               | 0.45 | 1    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 2    |       |
     """),
    ("cancer_treatment", "Cancer under treatment or follow-up",
     32, "acute", 5, "firm", """
     phone_advice           | 0.10 | 1    | 0.03  | accident_emergency 0.6 t!, ambulance_convey 0.4 t!
     gp                     | 0.40 | 2    | 0.10  | outpatient_follow_up 1 r!
     ambulance_convey       | 0.01 | 1    | 0.03  | accident_emergency 0.85 t!, emergency_short_stay 0.15 t!
     accident_emergency     | 0.15 | 1    | 0.04  | emergency_short_stay 1 t!
     outpatient_follow_up   | 0.58 | 7    | 0.80  | day_case 1 r!
     day_case               | 0.40 | 1.5  |       | elective_inpatient 1 r!
     elective_inpatient     | 0.20 | 1    |       | chemotherapy 1 r!
     chemotherapy           | 0.80 | 8    |       | emergency_short_stay 1 t!
     emergency_short_stay   | 0.35 | 1    |       | emergency_long_stay 1 t!
     emergency_long_stay    | 0.40 | 1    |       | district_nursing 0.7 t!, hospice_at_home 0.3 t!
     district_nursing       | 1    | 10   |       |
     hospice_at_home        | 1    | 10   |       |
     """),
    ("kidney_failure", "Kidney failure",
     0.6, "acute", 5, "firm", """
     gp                     | 0.05 | 2    | 0.15  | outpatient_follow_up 1 r!
     accident_emergency     | 0.05 | 1    | 0.05  | emergency_short_stay 1 t!
     emergency_short_stay   | 0.05 | 1    |       | haemodialysis 1 t!
     outpatient_follow_up   | 0.10 | 6    | 0.40  | haemodialysis 1 r!
     haemodialysis          | 0.85 | 140  | 0.40  | district_nursing 1 t!
     district_nursing       | 1    | 12   |       |
     """),
    # ---------------------------------------------------------------- mothers and children
    ("pregnancy", "Pregnancy and the new mother",
     12, "maternity", 3, "firm", """
     phone_advice           | 0.20 | 1    | 0.06  | outpatient_first 0.6 s, gp 0.4 s
     gp                     | 0.10 | 2.5  | 0.34  | outpatient_first 1 r!
     accident_emergency     | 0.50 | 1    | 0.05  | emergency_short_stay 1 t!
     emergency_short_stay   | 0.50 | 1    |       | outpatient_follow_up 1 r!
     outpatient_first       | 0.05 | 1    | 0.55  | ultrasound 1 r!
     ultrasound             | 0.05 | 2    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 0.05 | 10   |       | health_visiting 1 t!
     health_visiting        | 0.92 | 5    |       | talking_therapies 1 r!
     talking_therapies      | 1    | 6    |       |
     """),
    ("early_childhood", "Health and development of children under five",
     60, "maternity", 1, "open", """
     health_visiting        | 0.86 | 3.5  | 0.64  | community_therapies 1 r!
     practice_nurse         | 0.92 | 1.5  | 0.16  | gp 1 r
     gp                     | 0.70 | 1.2  | 0.10  | community_therapies 0.5 r, outpatient_first 0.5 r
     community_therapies    | 0.80 | 5    |       | outpatient_first 1 r!
     outpatient_first       | outpatient_discharged_first | 1 | | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 4    | 0.10  |
     """),
    # ---------------------------------------------------------------- long-term conditions
    ("hypertension", "High blood pressure",
     150, "prescribing", 1, "open", """
     pharmacy_clinic        | 0.60 | 1    | 0.05  | gp 1 s
     practice_nurse         | 0.85 | 2.3  | 0.44  | gp 1 r
     practice_team          | 0.85 | 2    | 0.36  | gp 1 r
     gp                     | 0.96 | 1.6  | 0.15  | outpatient_first 0.7 r, advice_and_guidance 0.3 r
     advice_and_guidance    | advice_guidance_avoids_referral | 1 | | outpatient_first 1 r!
     outpatient_first       | outpatient_discharged_first | 1 | | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 2    |       |
     """),
    ("diabetes", "Diabetes",
     72, "prescribing", 2, "open", """
     practice_nurse         | 0.68 | 4    | 0.47  | gp 0.70 r, specialist_nursing 0.30 r
     practice_team          | 0.62 | 2.5  | 0.21  | gp 0.65 r, specialist_nursing 0.35 r
     gp                     | 0.80 | 2.6  | 0.20  | specialist_nursing 0.38 r, outpatient_first 0.54 r, advice_and_guidance 0.08 r
     district_nursing       | 0.95 | 65   | 0.012 | specialist_nursing 1 r!
     ambulance_see_treat    | 0.70 | 1    | 0.013 | gp 1 s
     ambulance_convey       | 0.01 | 1    | 0.010 | accident_emergency 0.95 t!, emergency_short_stay 0.05 t!
     accident_emergency     | 0.35 | 1    | 0.015 | emergency_short_stay 1 t!
     emergency_short_stay   | 0.50 | 1    |       | emergency_long_stay 1 t!
     emergency_long_stay    | 0.60 | 1    |       | specialist_nursing 1 t!
     specialist_nursing     | 0.75 | 4    |       | community_therapies 1 r!
     community_therapies    | 0.80 | 3    |       | outpatient_first 1 r!
     advice_and_guidance    | advice_guidance_avoids_referral | 1 | | outpatient_first 1 r!
     outpatient_first       | 0.20 | 1    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 4    | 0.07  |
     """),
    ("asthma_copd", "Asthma and chronic lung disease",
     85, "prescribing", 3, "open", """
     phone_advice           | 0.10 | 1    | 0.09  | gp 0.50 s, out_of_hours_gp 0.12 s, ambulance_convey 0.24 t, accident_emergency 0.10 s, ambulance_see_treat 0.04 s
     practice_nurse         | 0.75 | 2.3  | 0.365 | gp 1 r
     practice_team          | 0.70 | 1.6  | 0.14  | gp 1 r
     gp                     | 0.84 | 2.2  | 0.20  | outpatient_first 0.60 r, specialist_nursing 0.40 r
     out_of_hours_gp        | 0.75 | 1    | 0.005 | gp 0.6 s, accident_emergency 0.4 s
     ambulance_hear_treat   | 0.70 | 1    | 0.015 | gp 1 s
     ambulance_see_treat    | 0.65 | 1    | 0.035 | gp 0.75 s, crisis_response 0.25 r
     ambulance_convey       | 0.01 | 1    | 0.055 | accident_emergency 0.90 t!, emergency_short_stay 0.10 t!
     accident_emergency     | 0.42 | 1    | 0.040 | emergency_short_stay 0.96 t!, virtual_ward 0.04 t!
     crisis_response        | 0.85 | 3    |       | accident_emergency 1 t!
     emergency_short_stay   | 0.45 | 1    |       | emergency_long_stay 0.90 t!, virtual_ward 0.10 t!
     emergency_long_stay    | 0.50 | 1    |       | rehabilitation 0.5 t!, specialist_nursing 0.5 t!
     virtual_ward           | 0.85 | 7    |       | specialist_nursing 1 t!
     specialist_nursing     | 0.92 | 5    | 0.010 | outpatient_first 1 r!
     rehabilitation         | 1    | 8    |       |
     outpatient_first       | 0.25 | 1    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 3.5  | 0.045 |
     """),
    ("heart_disease", "Heart failure, irregular heartbeat and coronary disease",
     46, "acute", 3, "open", """
     phone_advice           | 0.10 | 1    | 0.05  | gp 0.58 s, ambulance_convey 0.22 t, accident_emergency 0.12 s, out_of_hours_gp 0.08 s
     practice_nurse         | 0.70 | 2    | 0.22  | gp 1 r
     practice_team          | 0.70 | 1.6  | 0.15  | gp 1 r
     gp                     | 0.72 | 2.6  | 0.28  | outpatient_first 0.74 r, specialist_nursing 0.20 r, advice_and_guidance 0.06 r
     out_of_hours_gp        | 0.70 | 1    |       | gp 0.6 s, accident_emergency 0.4 s
     ambulance_see_treat    | 0.65 | 1    | 0.04  | gp 1 s
     ambulance_convey       | 0.01 | 1    | 0.09  | accident_emergency 0.86 t!, emergency_short_stay 0.14 t!
     accident_emergency     | 0.32 | 1    | 0.04  | emergency_short_stay 0.96 t!, virtual_ward 0.04 t!
     emergency_short_stay   | 0.40 | 1    |       | emergency_long_stay 0.92 t!, virtual_ward 0.08 t!
     emergency_long_stay    | 0.45 | 1    |       | specialist_nursing 0.6 t!, rehabilitation 0.4 t!
     virtual_ward           | 0.85 | 8    |       | specialist_nursing 1 t!
     advice_and_guidance    | advice_guidance_avoids_referral | 1 | | outpatient_first 1 r!
     specialist_nursing     | 0.90 | 6    |       | outpatient_first 1 r!
     outpatient_first       | 0.28 | 1    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 0.85 | 4.5  | 0.13  | day_case 1 r!
     day_case               | 0.90 | 1    |       | elective_inpatient 1 r!
     elective_inpatient     | 1    | 1    |       |
     rehabilitation         | 1    | 8    |       |
     """),
    # ---------------------------------------------------------------- emergencies
    ("chest_pain", "Chest pain, collapse and palpitations",
     42, "acute", 5, "firm", """
     phone_advice           | 0.25 | 1    | 0.28  | ambulance_convey 0.65 t!, accident_emergency 0.35 t!
     gp                     | 0.60 | 1.2  | 0.15  | accident_emergency 1 r!
     ambulance_hear_treat   | 0.60 | 1    | 0.08  | gp 1 s
     ambulance_see_treat    | 0.70 | 1    | 0.11  | gp 1 s
     ambulance_convey       | 0.01 | 1    | 0.20  | accident_emergency 0.85 t!, emergency_short_stay 0.15 t!
     accident_emergency     | 0.55 | 1    | 0.18  | emergency_short_stay 1 t!
     emergency_short_stay   | 0.65 | 1    |       | heart_centre 1 t!
     heart_centre           | 0.40 | 1    |       | rehabilitation 0.5 t!, outpatient_first 0.5 r!
     rehabilitation         | 1    | 6    |       |
     outpatient_first       | outpatient_discharged_first | 1 | | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 2.5  |       |
     """),
    ("stroke", "Stroke and warning stroke",
     2.8, "acute", 5, "firm", """
     phone_advice           | 0.02 | 1    | 0.08  | ambulance_convey 1 t!
     gp                     | 0.10 | 1    | 0.06  | accident_emergency 0.6 r!, ambulance_convey 0.4 t!
     ambulance_convey       | 0.01 | 1    | 0.60  | stroke_unit 0.60 t!, accident_emergency 0.40 t!
     accident_emergency     | 0.15 | 1    | 0.26  | stroke_unit 1 t!
     stroke_unit            | 0.20 | 1    |       | rehabilitation 0.70 t!, reablement 0.30 t!
     rehabilitation         | 0.60 | 14   |       | home_care 1 t!
     reablement             | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care              | 0.70 | 30   |       | nursing_home 1 t!
     nursing_home           | 1    | 30   |       |
     """),
    ("acute_abdominal_pain", "Sudden abdominal pain",
     46, "acute", 4, "firm", """
     phone_advice           | 0.14 | 1    | 0.30  | gp 0.42 s, out_of_hours_gp 0.16 s, accident_emergency 0.20 s, ambulance_convey 0.18 t, urgent_treatment 0.04 s
     gp                     | 0.70 | 1.2  | 0.20  | emergency_short_stay 0.5 r!, accident_emergency 0.5 r!
     out_of_hours_gp        | 0.65 | 1    | 0.03  | accident_emergency 1 r!
     urgent_treatment       | 0.70 | 1    | 0.05  | accident_emergency 1 s
     ambulance_hear_treat   | 0.60 | 1    | 0.05  | gp 1 s
     ambulance_see_treat    | 0.65 | 1    | 0.06  | gp 1 s
     ambulance_convey       | 0.01 | 1    | 0.11  | accident_emergency 0.92 t!, emergency_short_stay 0.08 t!
     accident_emergency     | 0.47 | 1    | 0.20  | emergency_short_stay 1 t!
     emergency_short_stay   | 0.58 | 1    |       | emergency_long_stay 1 t!
     emergency_long_stay    | 0.60 | 1    |       | district_nursing 1 t!
     district_nursing       | 1    | 6    |       |
     """),
    ("serious_infection", "Serious infection: pneumonia, sepsis, kidney infection",
     42, "acute", 5, "firm", """
     phone_advice           | 0.15 | 1    | 0.20  | ambulance_convey 0.60 t!, accident_emergency 0.40 t!
     gp                     | 0.65 | 1.3  | 0.24  | accident_emergency 0.45 r!, emergency_short_stay 0.40 r!, crisis_response 0.15 r!
     out_of_hours_gp        | 0.65 | 1    | 0.04  | accident_emergency 0.9 r!, crisis_response 0.1 r!
     ambulance_see_treat    | 0.60 | 1    | 0.08  | gp 0.8 s, crisis_response 0.2 r
     ambulance_convey       | 0.01 | 1    | 0.22  | accident_emergency 0.92 t!, emergency_short_stay 0.08 t!
     accident_emergency     | 0.22 | 1    | 0.20  | emergency_short_stay 0.95 t!, virtual_ward 0.05 t!
     crisis_response        | 0.80 | 3    | 0.02  | virtual_ward 0.4 t!, emergency_short_stay 0.6 t!
     emergency_short_stay   | 0.38 | 1    |       | emergency_long_stay 0.95 t!, virtual_ward 0.05 t!
     emergency_long_stay    | 0.60 | 1    |       | intermediate_care 0.5 t!, reablement 0.5 t!
     virtual_ward           | 0.85 | 6    |       | district_nursing 1 t!
     district_nursing       | 1    | 7    |       |
     intermediate_care      | 1    | 10   |       |
     reablement             | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care              | 1    | 12   |       |
     """),
    ("major_trauma", "Major trauma",
     0.5, "acute", 5, "firm", """
     ambulance_convey       | 0.01 | 1    | 0.85  | major_trauma_centre 0.70 t!, accident_emergency 0.30 t!
     accident_emergency     | 0.10 | 1    | 0.15  | major_trauma_centre 1 t!
     major_trauma_centre    | 0.20 | 1    |       | rehabilitation 1 t!
     rehabilitation         | 0.80 | 20   |       | home_care 1 t!
     home_care              | 1    | 20   |       |
     """),
    # ---------------------------------------------------------------- older people and care
    ("frailty", "Crisis of a frail older person",
     62, "community", 3, "open", """
     phone_advice           | 0.08 | 1    | 0.12  | gp 0.45 s, ambulance_convey 0.28 t, out_of_hours_gp 0.15 s, crisis_response 0.12 r
     gp                     | 0.60 | 2.6  | 0.23  | community_matron 0.18 r, district_nursing 0.30 r, crisis_response 0.12 r, accident_emergency 0.20 r, emergency_short_stay 0.20 r
     out_of_hours_gp        | 0.60 | 1    | 0.01  | ambulance_convey 0.3 t, accident_emergency 0.4 r, crisis_response 0.3 r
     district_nursing       | 0.85 | 9    | 0.08  | crisis_response 0.5 r!, ambulance_convey 0.5 t
     community_matron       | 0.80 | 5    | 0.02  | crisis_response 0.6 r!, ambulance_convey 0.4 t
     crisis_response        | 0.78 | 4    | 0.03  | ambulance_convey 0.4 t!, virtual_ward 0.2 t!, intermediate_care 0.4 t!
     ambulance_hear_treat   | 0.60 | 1    | 0.06  | gp 0.8 s, crisis_response 0.2 r
     ambulance_see_treat    | 0.60 | 1    | 0.14  | gp 0.6 s, crisis_response 0.2 r, district_nursing 0.2 r
     ambulance_convey       | 0.01 | 1    | 0.21  | accident_emergency 0.88 t!, emergency_short_stay 0.12 t
     accident_emergency     | 0.20 | 1    | 0.10  | emergency_short_stay 0.96 t, virtual_ward 0.04 t!
     emergency_short_stay   | 0.30 | 1    |       | emergency_long_stay 0.95 t!, virtual_ward 0.05 t!
     emergency_long_stay    | 0.40 | 1    |       | intermediate_care 0.45 t!, reablement 0.55 t!
     virtual_ward           | 0.80 | 7    |       | intermediate_care 0.5 t!, reablement 0.5 t!
     intermediate_care      | 0.60 | 10   |       | home_care 1 t!
     reablement             | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care              | 0.70 | 20   |       | care_home 1 t!
     care_home              | 0.60 | 20   |       | nursing_home 1 t!
     nursing_home           | 1    | 20   |       |
     """),
    ("fall_injury", "Fall of an older person, broken hip included",
     44, "community", 4, "firm", """
     phone_advice           | 0.08 | 1    | 0.06  | gp 0.50 s, ambulance_convey 0.25 t, accident_emergency 0.25 s
     gp                     | 0.75 | 1.2  | 0.10  | xray 1 r!
     urgent_treatment       | 0.75 | 1    | 0.05  | accident_emergency 1 s
     crisis_response        | 0.85 | 2    | 0.03  | accident_emergency 1 t!
     ambulance_hear_treat   | 0.50 | 1    | 0.08  | crisis_response 0.3 r, gp 0.7 s
     ambulance_see_treat    | 0.72 | 1    | 0.20  | crisis_response 0.4 r, gp 0.6 s
     ambulance_convey       | 0.01 | 1    | 0.28  | accident_emergency 0.97 t!, urgent_treatment 0.03 t!
     accident_emergency     | 0.58 | 1    | 0.20  | emergency_short_stay 1 t!
     xray                   | 0.70 | 1    |       | accident_emergency 1 t!
     emergency_short_stay   | 0.32 | 1    |       | emergency_long_stay 1 t!
     emergency_long_stay    | 0.20 | 1    |       | rehabilitation 0.50 t!, intermediate_care 0.22 t!, reablement 0.28 t!
     rehabilitation         | 0.50 | 8    |       | falls_exercise 1 r!
     intermediate_care      | 0.70 | 10   |       | home_care 1 t!
     reablement             | reablement_home_at_91_days | 1 | | home_care 1 t!
     falls_exercise         | 1    | 1    |       |
     home_care              | 0.60 | 20   |       | nursing_home 1 t!
     nursing_home           | 1    | 20   |       |
     """),
    ("wound_care", "Wound or leg ulcer",
     32, "community", 1, "open", """
     practice_nurse         | 0.70 | 5    | 0.28  | treatment_room 1 r
     gp                     | 0.30 | 1    | 0.16  | treatment_room 1 r
     treatment_room         | 0.85 | 6    | 0.24  | district_nursing 1 r!
     district_nursing       | 0.95 | 14   | 0.30  | outpatient_first 1 r!
     accident_emergency     | 0.50 | 1    | 0.02  | treatment_room 1 s
     outpatient_first       | outpatient_discharged_first | 1 | | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 3    |       |
     """),
    ("care_and_support", "Long-term help with daily life, dementia included",
     14.9, "community", 3, "firm", """
     gp                     | 0.20 | 3    | 0.22  | reablement 0.4 r!, home_care 0.6 r!
     community_mental_health | 0.50 | 4   | 0.08  | home_care 1 r!
     district_nursing       | 0.20 | 12   | 0.08  | home_care 1 r!
     reablement             | 0.60 | 1    | 0.12  | home_care 1 t!
     home_care              | 0.90 | 40   | 0.30  | care_home 1 t!
     care_home              | 0.85 | 40   | 0.14  | nursing_home 1 t!
     nursing_home           | 1    | 38   | 0.06  |
     """),
    ("end_of_life", "Last year of life",
     9, "community", 4, "firm", """
     phone_advice           | 0.10 | 1    | 0.08  | out_of_hours_gp 0.3 s, district_nursing 0.3 r!, gp 0.2 s, ambulance_convey 0.2 t
     gp                     | 0.30 | 4    | 0.24  | district_nursing 0.7 r!, hospice_at_home 0.3 r!
     out_of_hours_gp        | 0.50 | 1    | 0.02  | district_nursing 0.6 r!, ambulance_convey 0.4 t
     ambulance_see_treat    | 0.40 | 1    | 0.08  | district_nursing 0.5 r!, gp 0.5 s
     ambulance_convey       | 0.01 | 1    | 0.16  | accident_emergency 0.9 t, emergency_short_stay 0.1 t
     accident_emergency     | 0.08 | 1    | 0.06  | emergency_short_stay 0.92 t, hospice_at_home 0.08 t!
     emergency_short_stay   | 0.15 | 1    |       | emergency_long_stay 0.85 t, hospice_at_home 0.15 t!
     emergency_long_stay    | 0.50 | 1    |       | hospice_at_home 0.4 t!, district_nursing 0.6 t!
     district_nursing       | 0.75 | 18   | 0.30  | hospice_at_home 1 r!
     hospice_at_home        | 0.90 | 14   | 0.06  | nursing_home 1 t!
     nursing_home           | 1    | 12   |       |
     """),
    # ---------------------------------------------------------------- mental health
    ("depression_anxiety", "Depression and anxiety",
     125, "mental", 2, "open", """
     phone_advice           | 0.20 | 1    | 0.03  | gp 0.70 s, mental_health_crisis 0.10 r, talking_therapies 0.20 s
     gp                     | 0.70 | 3.2  | 0.66  | talking_therapies 0.85 r, practice_team 0.15 r
     practice_team          | 0.75 | 2    | 0.18  | talking_therapies 1 r
     accident_emergency     | 0.60 | 1    | 0.015 | mental_health_crisis 1 r!
     talking_therapies      | 0.76 | 6    | 0.115 | community_mental_health 1 r!
     community_mental_health | 0.95 | 4   |       | mental_health_crisis 1 r!
     mental_health_crisis   | 1    | 4    |       |
     """),
    ("severe_mental_illness", "Severe mental illness, its crises included",
     15, "mental", 4, "firm", """
     phone_advice           | 0.15 | 1    | 0.10  | gp 0.34 s, mental_health_crisis 0.38 r!, ambulance_convey 0.14 t, accident_emergency 0.14 s
     gp                     | 0.50 | 2    | 0.18  | community_mental_health 1 r!
     practice_nurse         | 0.60 | 1.5  | 0.08  | community_mental_health 1 r!
     ambulance_hear_treat   | 0.60 | 1    | 0.09  | mental_health_crisis 1 r
     ambulance_see_treat    | 0.45 | 1    | 0.09  | mental_health_crisis 0.5 r!, gp 0.5 s
     ambulance_convey       | 0.01 | 1    | 0.10  | accident_emergency 1 t
     accident_emergency     | 0.40 | 1    | 0.14  | mental_health_crisis 0.75 r, emergency_short_stay 0.25 t
     emergency_short_stay   | 0.40 | 1    |       | mental_health_crisis 1 t!
     mental_health_crisis   | 0.75 | 4    | 0.05  | community_mental_health 1 t!
     community_mental_health | 1    | 11  | 0.17  |
     """),
    # ---------------------------------------------------------------- public health
    ("tobacco_dependence", "Wish to stop smoking",
     5, "inequality", 1, "open", """
     stop_smoking           | stop_smoking_quit_share | 1 | 0.56 | practice_nurse 0.6 s, gp 0.4 s
     pharmacy_clinic        | 0.40 | 2    | 0.14  | stop_smoking 1 r
     practice_nurse         | 0.90 | 1.5  | 0.14  | gp 1 r
     gp                     | 1    | 1    | 0.16  |
     """),
    ("drug_alcohol_dependence", "Dependence on drugs or alcohol",
     8.8, "inequality", 3, "open", """
     phone_advice           | 0.15 | 1    | 0.03  | gp 0.6 s, accident_emergency 0.2 s, drug_alcohol_treatment 0.2 r!
     gp                     | 0.40 | 2    | 0.18  | drug_alcohol_treatment 1 r!
     ambulance_hear_treat   | 0.50 | 1    | 0.10  | gp 1 s
     ambulance_see_treat    | 0.60 | 1    | 0.12  | gp 0.7 s, drug_alcohol_treatment 0.3 r!
     ambulance_convey       | 0.01 | 1    | 0.13  | accident_emergency 1 t
     accident_emergency     | 0.55 | 1    | 0.10  | emergency_short_stay 1 t!
     emergency_short_stay   | 0.30 | 1    |       | drug_alcohol_treatment 1 r!
     drug_alcohol_treatment | 0.93 | 10   | 0.34  | community_mental_health 1 r!
     community_mental_health | 1   | 6    |       |
     """),
    ("sexual_health", "Contraception and sexually transmitted infection",
     135, "primary", 1, "open", """
     phone_advice           | 0.20 | 1    | 0.01  | sexual_health_clinic 0.5 s, gp 0.5 s
     pharmacy_clinic        | 0.90 | 1    | 0.08  | gp 0.6 s, sexual_health_clinic 0.4 s
     practice_nurse         | 0.80 | 1.2  | 0.26  | gp 0.6 r, sexual_health_clinic 0.4 r
     gp                     | 0.88 | 1.1  | 0.20  | sexual_health_clinic 0.8 r, outpatient_first 0.2 r
     sexual_health_clinic   | 0.97 | 1.15 | 0.45  | outpatient_first 1 r!
     outpatient_first       | 0.32 | 1    |       | outpatient_follow_up 1 r!
     outpatient_follow_up   | 1    | 1.5  |       |
     """),
    ("health_check", "NHS Health Check due",
     26, "primary", 1, "open", """
     health_check           | 0.75 | 1    | 0.84  | practice_nurse 0.7 r!, gp 0.3 r!
     practice_nurse         | 0.85 | 1    | 0.08  | gp 1 r
     practice_team          | 0.85 | 1    | 0.05  | gp 1 r
     pharmacy_clinic        | 0.60 | 1    | 0.03  | gp 1 s
     gp                     | 1    | 1    |       |
     """),
]
